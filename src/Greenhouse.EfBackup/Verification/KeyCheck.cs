using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Verification;

/// <summary>What a backup's rows prove of its keys.</summary>
/// <param name="File">The file: every hash, every count, the tail.</param>
/// <param name="Keys">How many keys stand once in every row.</param>
/// <param name="References">How many foreign keys lead to a row, wherever they are not null.</param>
/// <param name="Unchecked">Foreign keys of which the file can't say it.</param>
internal sealed record ProvenFile(CheckedFile File, int Keys, int References, IReadOnlyList<UncheckedKey> Unchecked);

/// <summary>Reads a whole backup file once, and proves of it what a file can prove: that it is what was written, that its rows are rows, and that its keys hold.</summary>
/// <param name="path">The file.</param>
/// <param name="passphrase">What opens it, where it is encrypted.</param>
/// <param name="progress">Told how far it is.</param>
/// <param name="sorter">Takes the keys.</param>
internal sealed class KeyCheck(string path, Passphrase? passphrase, Progress progress, KeySorter sorter)
{
    private readonly SipHash _hash = new();

    // What is wrong with a row; whether the file is damaged is said first.
    private EfBackupException? _fault;

    /// <exception cref="EfBackupException">The file is damaged, or two of its rows have one key, or a row references one that is not there.</exception>
    public static ProvenFile Run(string path, Passphrase? passphrase, Progress progress, CancellationToken cancellation)
    {
        using var sorter = new KeySorter(Path.GetTempPath());
        return new KeyCheck(path, passphrase, progress, sorter).Run(cancellation);
    }

    public ProvenFile Run(CancellationToken cancellation)
    {
        try
        {
            var (file, plan) = Read(cancellation);
            var findings = KeyFindings.Of(sorter.Sorted(), plan.Sources, cancellation);
            Refuse(plan, findings, cancellation);
            var doubted = plan.Sources.Where(source => findings.ContainsKey(source.Number)).Select(source => Doubted(source, source.Doubt!)).ToArray();
            var references = plan.Sources.Where(source => source.ForeignKey is not null).Select(source => (source.Table.Key, source.ForeignKey)).Distinct().Count();
            return new ProvenFile(
                file, plan.Sources.Count(source => source.Role == KeyRole.Unique), references - doubted.Length, [.. plan.Unchecked, .. doubted]);
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw FileProblems.Explain(exception, path);
        }
    }

    private (CheckedFile File, KeyPlan Plan) Read(CancellationToken cancellation)
    {
        using var stream = BackupFile.Open(path, passphrase);
        using var reader = new BackupReader(stream, path);
        var plan = KeyPlan.Of(reader.Metadata, path);
        while (reader.NextTable() is { } table)
        {
            var rows = new KeyRows(table, plan.Sources.Where(source => source.Table.Key == table.Key), _hash);
            // Reading and hashing the file takes as long as looking at its rows: each has a thread.
            foreach (var chunk in RowFeed.Of(reader, cancellation))
            {
                Take(rows, chunk, table);
                reader.Recycle(chunk);
                progress.Report(Stages.Check, "", stream.Position, stream.Length);
            }
        }

        var file = new CheckedFile(reader.Metadata, reader.Finish(), stream.Length);
        return _fault is null ? (file, plan) : throw _fault;
    }

    private void Take(KeyRows rows, RowChunk chunk, TableDescription table)
    {
        try
        {
            if (_fault is null)
            {
                rows.Add(chunk, sorter);
            }
        }
        catch (FormatException exception)
        {
            _fault = RowErrors.Unfit(exception, table.Key, rows.Count + 1);
        }
    }

    private void Refuse(KeyPlan plan, IReadOnlyDictionary<int, KeyFinding> findings, CancellationToken cancellation)
    {
        var wrong = plan.Sources.Where(source => source.Doubt is null && findings.ContainsKey(source.Number)).Select(source => (Source: source, Finding: findings[source.Number])).ToArray();
        if (wrong.Length == 0)
        {
            return;
        }

        var examples = KeyExamples.Read(path, passphrase, wrong, cancellation);
        var dangling = wrong.Where(pair => pair.Source.ForeignKey is not null).ToArray();
        var twice = wrong.Except(dangling).ToArray();
        var lines = twice.Select(pair => DuplicateText(pair.Source, pair.Finding.Count, examples[pair.Source.Number]))
            .Concat(dangling.Select(pair => DanglingText.Of(new DanglingRows(pair.Source.Table.Key, pair.Source.ForeignKey!.References, pair.Source.ForeignKey.Columns, pair.Finding.Count, examples[pair.Source.Number]))));
        throw twice.Length > 0
            ? new EfBackupException(ErrorCode.DuplicateKeys, $"{path}: rows of {Tables(twice)} have the key of another row", "no database would take both: take another backup, and find out what wrote this one", [.. lines])
            : new EfBackupException(ErrorCode.DanglingInFile, $"{path}: rows of {Tables(dangling)} reference rows that are not there", "no database would take them: take another backup, and find out what wrote this one", [.. lines]);
    }

    private static string DuplicateText(KeySource source, long count, IReadOnlyList<string> examples)
        => $"{source.Table.Key} ({string.Join(", ", source.Names)}): {count} {(count == 1 ? "row has" : "rows have")} the key of another, such as {string.Join("; ", examples)}";

    private static string Tables(IEnumerable<(KeySource Source, KeyFinding)> wrong) => string.Join(", ", wrong.Select(pair => pair.Source.Table.Key).Distinct());

    private static UncheckedKey Doubted(KeySource source, string why) => new(source.Table.Key, source.ForeignKey!.Columns, source.ForeignKey.References, why);
}
