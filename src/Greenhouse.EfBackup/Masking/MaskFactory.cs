using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Masking;

/// <summary>Makes what carries a rule out.</summary>
internal sealed class MaskFactory(MaskKey key)
{
    private readonly SipHash _texts = key.For("texts");
    private readonly SipHash _integers = key.For("integers");
    private readonly SipHash _days = key.For("days");

    /// <summary>The order in which the values of a column stand that are shuffled.</summary>
    public SipHash OrderOf(MaskColumn column) => key.For($"order of {column}");

    public IValueMask Make(MaskRule rule, MaskColumn column)
        => rule.Action switch
        {
            MaskAction.Null => new FixedMask(column, "null"u8.ToArray()),
            MaskAction.Constant => new FixedMask(column, MaskConstant.Of(rule.Constant!, column)!),
            MaskAction.Hash => Hash(column),
            MaskAction.Name => new FakeName(column, Digest(column)),
            MaskAction.Email => new FakeEmail(column, Digest(column)),
            MaskAction.Phone => new FakePhone(column, Digest(column)),
            MaskAction.Text => new FakeText(column, Digest(column)),
            MaskAction.Shift => new ShiftMask(column, ShiftMask.DaysOf(_days, column.Table, rule.Days)),
            MaskAction.Partial => new PartialMask(column, rule.First, rule.Last),
            MaskAction.Shuffle => new ShuffleMask(OrderOf(column)),
            _ => throw new InvalidOperationException($"The rule {rule} masks nothing."),
        };

    private ValueMask Hash(MaskColumn column)
        => column.Kind switch
        {
            ValueKind.Integer => new IntegerHash(column, _integers),
            ValueKind.Guid => new GuidHash(column, _texts),
            ValueKind.Binary => new BinaryHash(column, _texts),
            _ => new TextHash(column, Digest(column)),
        };

    private TextDigest Digest(MaskColumn column) => new(_texts, column);
}
