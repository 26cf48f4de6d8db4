namespace Greenhouse.EfBackup.Masking;

/// <summary>A column among those that it references.</summary>
internal sealed class MaskNode(MaskColumn column)
{
    public MaskColumn Column { get; set; } = column;

    /// <summary>What becomes of its values; null where nobody has said anything.</summary>
    public MaskRule? Rule { get; set; }

    /// <summary>The columns that its foreign keys reference, and whether the key has others besides.</summary>
    public List<(MaskNode Principal, bool IsPart)> Principals { get; } = [];

    public bool Referenced { get; set; }

    /// <summary>Its values become others.</summary>
    public bool IsMasked => Rule is { Action: not MaskAction.Keep };

    public override string ToString() => Column.ToString();
}
