using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Masking;

/// <summary>Whether a column can keep its rule: what it is masked to has to fit, and a masked backup has to restore.</summary>
internal static class MaskFit
{
    /// <returns>Why not, and what to do; null where it can.</returns>
    public static (string Why, string Help)? Refusal(MaskNode node)
    {
        if (node.Rule is not { } rule || rule.Action == MaskAction.Keep)
        {
            return ReferenceRefusal(node);
        }

        var (column, action) = (node.Column, rule.Action);
        return !Takes(column.Kind, action) ? ($"the rule {rule} masks no {ValueKindConverter.NameOf(column.Kind)}", "give it null, constant or shuffle, or leave its table out with --exclude")
            : action == MaskAction.Null && (!column.Column.Nullable || column.InPrimaryKey) ? ("it can't be null", "give it another rule")
            : action == MaskAction.Constant && MaskConstant.Of(rule.Constant!, column) is null ? ($"'{rule.Constant}' is no {ValueKindConverter.NameOf(column.Kind)} that fits into {column.Column.StoreType}", $"write {HandwrittenValue.Takes(column.Kind)}")
            : column.Unique && !StaysUnique(column, action) ? ($"no two rows may have the same value, and the rule {rule} may give them one", "hash and email keep values apart, where there is room for them")
            : TooShort(column, action) ? ($"{column.MaxLength} characters have no room for the rule {rule}", "give it hash, constant or partial")
            : node.Referenced && action is not (MaskAction.Hash or MaskAction.Email) ? ($"other columns reference it, and the rule {rule} would tear them off", "give it hash")
            : ReferenceRefusal(node);
    }

    /// <summary>A row must reference the row that it referenced, or none.</summary>
    private static (string Why, string Help)? ReferenceRefusal(MaskNode node)
    {
        foreach (var (principal, isPart) in node.Principals)
        {
            if (node.Rule is { Action: MaskAction.Null } || (node.Rule is { Action: MaskAction.Shuffle } && !principal.IsMasked && !isPart))
            {
                continue;
            }

            if ((principal.IsMasked || node.IsMasked) && (node.Rule ?? Nothing) != (principal.Rule ?? Nothing))
            {
                return ($"it references {principal}, whose rule is {principal.Rule ?? Nothing}, and its own is {node.Rule ?? Nothing}", $"leave its rule away: it gets that of {principal}");
            }

            if (node.IsMasked && (principal.Column.Kind != node.Column.Kind || principal.Column.FoldsCase != node.Column.FoldsCase))
            {
                return ($"it references {principal}, which is of another type, so that the two would be masked differently", $"give {principal} the rule keep");
            }
        }

        return null;
    }

    private static MaskRule Nothing { get; } = new(MaskAction.Keep);

    private static bool Takes(ValueKind kind, MaskAction action)
        => action switch
        {
            MaskAction.Null or MaskAction.Shuffle or MaskAction.Constant => true,
            MaskAction.Hash => kind is ValueKind.String or ValueKind.Integer or ValueKind.Guid or ValueKind.Binary,
            MaskAction.Shift => kind is ValueKind.Date or ValueKind.DateTime or ValueKind.Timestamp,
            _ => kind == ValueKind.String,
        };

    private static bool StaysUnique(MaskColumn column, MaskAction action)
        => action switch
        {
            MaskAction.Hash => column.Kind != ValueKind.String || column.MaxLength is null or >= Letters.OfWord,
            MaskAction.Email => column.MaxLength is null or >= FakeEmail.ShortestUnique,
            MaskAction.Name => column.MaxLength is null or >= FakeName.LongestUnique,
            MaskAction.Null or MaskAction.Shift => true,
            MaskAction.Shuffle => !column.UniqueWithOthers,
            _ => false,
        };

    private static bool TooShort(MaskColumn column, MaskAction action)
        => action == MaskAction.Email && column.MaxLength < FakeEmail.Shortest;
}
