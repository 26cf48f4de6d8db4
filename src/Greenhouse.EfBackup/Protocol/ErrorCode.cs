namespace Greenhouse.EfBackup.Protocol;

/// <summary>The exit codes of a process; one meaning each, on every verb.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int InvalidBackup = 3;
    public const int SchemaMismatch = 4;
    public const int Declined = 5;
    public const int NotLoaded = 6;
    public const int Different = 7;
    public const int Interrupted = 130;
}

/// <summary>A failure that a user can cause or meet: its code, the exit code that goes with it, and the line of the README's table.</summary>
internal sealed record ErrorCode(string Id, int ExitCode, string Title)
{
    // 10xx: the command line, the project, the processes.
    public static readonly ErrorCode Usage = new("EFB1001", ExitCodes.Usage, "The command line is wrong");
    public static readonly ErrorCode NoProject = new("EFB1002", ExitCodes.Usage, "No project in the folder");
    public static readonly ErrorCode SeveralProjects = new("EFB1003", ExitCodes.Usage, "Several projects in the folder");
    public static readonly ErrorCode ProjectNotFound = new("EFB1004", ExitCodes.Usage, "The project, folder or assembly does not exist");
    public static readonly ErrorCode SeveralFrameworks = new("EFB1005", ExitCodes.Usage, "The project has several target frameworks, or not the one named");
    public static readonly ErrorCode BuildFailed = new("EFB1006", ExitCodes.NotLoaded, "The project did not build");
    public static readonly ErrorCode EvaluationFailed = new("EFB1007", ExitCodes.NotLoaded, "MSBuild could not read the project");
    public static readonly ErrorCode NotBuilt = new("EFB1008", ExitCodes.NotLoaded, "The project's output is not there");
    public static readonly ErrorCode NotStartable = new("EFB1009", ExitCodes.NotLoaded, "The startup project is not an application");
    public static readonly ErrorCode SelfContained = new("EFB1010", ExitCodes.NotLoaded, "Single-file, trimmed or self-contained output");
    public static readonly ErrorCode HostNotStarted = new("EFB1011", ExitCodes.NotLoaded, "The host process could not be started");
    public static readonly ErrorCode HostDied = new("EFB1012", ExitCodes.Failed, "The host process ended without a result");
    public static readonly ErrorCode FrameworkMSBuild = new("EFB1013", ExitCodes.NotLoaded, "The targets run under dotnet build only");
    public static readonly ErrorCode VersionSkew = new("EFB1014", ExitCodes.NotLoaded, "The tool and the application's Greenhouse.EfBackup differ in version");
    public static readonly ErrorCode BackupsNearContent = new("EFB1015", ExitCodes.Done, "A web project would publish its backups");
    public static readonly ErrorCode ConfigurationWrong = new("EFB1016", ExitCodes.Usage, "The file efbackup.json is wrong");

    // 11xx: the application and its context.
    public static readonly ErrorCode DesignMissing = new("EFB1101", ExitCodes.NotLoaded, "Microsoft.EntityFrameworkCore.Design is missing");
    public static readonly ErrorCode NoContext = new("EFB1102", ExitCodes.NotLoaded, "No DbContext found");
    public static readonly ErrorCode SeveralContexts = new("EFB1103", ExitCodes.Usage, "Several DbContexts, none chosen");
    public static readonly ErrorCode ContextNotFound = new("EFB1104", ExitCodes.Usage, "No DbContext of that name");
    public static readonly ErrorCode ContextThrew = new("EFB1105", ExitCodes.NotLoaded, "The context could not be created");
    public static readonly ErrorCode ProviderNotSupported = new("EFB1106", ExitCodes.NotLoaded, "The database provider is not supported");
    public static readonly ErrorCode ApplicationNotLoaded = new("EFB1107", ExitCodes.NotLoaded, "The application could not be loaded");
    public static readonly ErrorCode NoTables = new("EFB1108", ExitCodes.NotLoaded, "The model can't be put into tables");
    public static readonly ErrorCode NeedsRelational = new("EFB1109", ExitCodes.Usage, "This takes a relational database");

    // 12xx: the database, read.
    public static readonly ErrorCode DatabaseNotFound = new("EFB1201", ExitCodes.Failed, "The database is not there");
    public static readonly ErrorCode DatabaseLocked = new("EFB1202", ExitCodes.Failed, "The database is locked");
    public static readonly ErrorCode DatabaseFailed = new("EFB1203", ExitCodes.Failed, "The database answered with an error");
    public static readonly ErrorCode DanglingInDatabase = new("EFB1204", ExitCodes.Failed, "Rows of the database reference rows that are not there");
    public static readonly ErrorCode RowTooLarge = new("EFB1205", ExitCodes.Failed, "A row is too large for the format");
    public static readonly ErrorCode NothingToBackUp = new("EFB1206", ExitCodes.Failed, "None of the model's tables is in the database");
    public static readonly ErrorCode SelectionEmpty = new("EFB1207", ExitCodes.Usage, "--include, --exclude or --where names no table");
    public static readonly ErrorCode NotADatabase = new("EFB1208", ExitCodes.Failed, "The file is not a database");
    public static readonly ErrorCode TableLeftOut = new("EFB1209", ExitCodes.Done, "A table of the database is not in the backup");
    public static readonly ErrorCode ReferenceLeftOut = new("EFB1210", ExitCodes.Done, "A table in the backup references one that is not");

    public static readonly ErrorCode RightMissing = new("EFB1211", ExitCodes.Failed, "The database user lacks a right");
    public static readonly ErrorCode ServerUnreachable = new("EFB1212", ExitCodes.Failed, "The database server can't be reached");
    public static readonly ErrorCode LoginRefused = new("EFB1213", ExitCodes.Failed, "The database server refuses the login");
    public static readonly ErrorCode ConnectionLost = new("EFB1214", ExitCodes.Failed, "The connection to the database was lost");
    public static readonly ErrorCode SchemaChanged = new("EFB1215", ExitCodes.Failed, "Somebody changed the tables meanwhile");
    public static readonly ErrorCode ConnectionInUse = new("EFB1216", ExitCodes.Failed, "The context's connection is in use");
    public static readonly ErrorCode ConditionFailed = new("EFB1217", ExitCodes.Usage, "A condition of --where can't be asked");

    // 13xx: the backup file.
    public static readonly ErrorCode FileNotFound = new("EFB1301", ExitCodes.InvalidBackup, "The backup file is not there");
    public static readonly ErrorCode NoLatest = new("EFB1302", ExitCodes.InvalidBackup, "No valid backup to take as the latest");
    public static readonly ErrorCode FileEmpty = new("EFB1303", ExitCodes.InvalidBackup, "The file is empty");
    public static readonly ErrorCode NotABackup = new("EFB1304", ExitCodes.InvalidBackup, "The file is not a backup");
    public static readonly ErrorCode Truncated = new("EFB1305", ExitCodes.InvalidBackup, "The backup is incomplete");
    public static readonly ErrorCode Damaged = new("EFB1306", ExitCodes.InvalidBackup, "The backup is damaged");
    public static readonly ErrorCode NewerFormat = new("EFB1307", ExitCodes.InvalidBackup, "The backup is of a newer format");
    public static readonly ErrorCode AmbiguousLatest = new("EFB1308", ExitCodes.Usage, "Backups of several contexts or databases, none chosen");
    public static readonly ErrorCode LimitExceeded = new("EFB1309", ExitCodes.InvalidBackup, "The file exceeds a limit of the format");

    // 132x: an encrypted file.
    public static readonly ErrorCode PassphraseWrong = new("EFB1321", ExitCodes.InvalidBackup, "The passphrase does not open the backup");
    public static readonly ErrorCode PassphraseMissing = new("EFB1322", ExitCodes.InvalidBackup, "The backup is encrypted, and no passphrase is given");
    public static readonly ErrorCode OtherEncryption = new("EFB1323", ExitCodes.InvalidBackup, "The backup is encrypted in a way that no passphrase opens");

    // 14xx: the schemas.
    public static readonly ErrorCode SchemaDiffers = new("EFB1401", ExitCodes.SchemaMismatch, "The backup's schema does not fit the database");
    public static readonly ErrorCode ReferencedFromOutside = new("EFB1402", ExitCodes.SchemaMismatch, "A table outside the backup references one inside");
    public static readonly ErrorCode ColumnNotRestored = new("EFB1403", ExitCodes.Done, "A column of the database is not in the backup and takes its default");
    public static readonly ErrorCode NotOfThisCode = new("EFB1404", ExitCodes.SchemaMismatch, "Migrations of the backup or the database are not in the code");
    public static readonly ErrorCode SchemaNotReached = new("EFB1405", ExitCodes.SchemaMismatch, "The migrations do not lead to the backup's schema");
    public static readonly ErrorCode NoPlace = new("EFB1406", ExitCodes.Done, "Something of the backup has no place in the database");
    public static readonly ErrorCode KeyMissing = new("EFB1407", ExitCodes.SchemaMismatch, "A table has no primary key to find rows by");

    // 15xx: the restore.
    public static readonly ErrorCode NeedsYes = new("EFB1501", ExitCodes.Declined, "Nobody is there to ask, and --yes is not given");
    public static readonly ErrorCode Declined = new("EFB1502", ExitCodes.Declined, "Declined");
    public static readonly ErrorCode DanglingInFile = new("EFB1503", ExitCodes.InvalidBackup, "Rows of the backup reference rows that are not there");
    public static readonly ErrorCode RowRefused = new("EFB1504", ExitCodes.Failed, "The database refused a row");
    public static readonly ErrorCode CountsDiffer = new("EFB1505", ExitCodes.Failed, "After loading, a table has another number of rows");
    public static readonly ErrorCode HashesDiffer = new("EFB1506", ExitCodes.Failed, "After loading, a table reads back differently");
    public static readonly ErrorCode ValueUnfit = new("EFB1507", ExitCodes.InvalidBackup, "A value does not have its column's kind");
    public static readonly ErrorCode ValueNotHeld = new("EFB1508", ExitCodes.Failed, "The database can't hold a value of the backup");
    public static readonly ErrorCode DuplicateKeys = new("EFB1509", ExitCodes.InvalidBackup, "Rows of the backup have the key of another row");
    public static readonly ErrorCode ValueTaken = new("EFB1510", ExitCodes.Failed, "Two rows would have one unique value");
    public static readonly ErrorCode PartialReplaces = new("EFB1511", ExitCodes.Done, "A partial backup replaces whole tables");

    // 16xx: files and disks.
    public static readonly ErrorCode FolderNotWritable = new("EFB1601", ExitCodes.Failed, "The backup folder can't be written");
    public static readonly ErrorCode DiskFull = new("EFB1602", ExitCodes.Failed, "The disk is full");
    public static readonly ErrorCode FileFailed = new("EFB1603", ExitCodes.Failed, "A file could not be read or written");
    public static readonly ErrorCode WrittenDamaged = new("EFB1604", ExitCodes.Failed, "The file just written does not pass its own check");

    // 161x: encrypting.
    public static readonly ErrorCode NoPassphrase = new("EFB1611", ExitCodes.Usage, "Encryption is wanted, and there is no passphrase");
    public static readonly ErrorCode EncryptionNotPossible = new("EFB1612", ExitCodes.Failed, "This machine can't do what encryption takes");

    // 17xx: migrations.
    public static readonly ErrorCode SnapshotFailed = new("EFB1701", ExitCodes.Failed, "The snapshot before the migration failed");
    public static readonly ErrorCode MigrationBusy = new("EFB1702", ExitCodes.Failed, "Another process migrates the database and comes to no end");
    public static readonly ErrorCode HookSetting = new("EFB1703", ExitCodes.Usage, "A setting of the snapshot before migrations is wrong");
    public static readonly ErrorCode HookMissing = new("EFB1704", ExitCodes.Done, "A package reference keeps the snapshot before migrations out");
    public static readonly ErrorCode RemainsFound = new("EFB1705", ExitCodes.Done, "A migration was cut off, or is running");
    public static readonly ErrorCode MigrationFailed = new("EFB1711", ExitCodes.Failed, "A migration failed");
    public static readonly ErrorCode MigrationNotInTransaction = new("EFB1712", ExitCodes.Failed, "A migration has commands that can't be taken back");
    public static readonly ErrorCode MigrationNotFound = new("EFB1713", ExitCodes.Usage, "No migration of that name");

    // 18xx: the backups that are kept.
    public static readonly ErrorCode NotFresh = new("EFB1801", ExitCodes.Different, "No valid backup is new enough");
    public static readonly ErrorCode NotRemoved = new("EFB1802", ExitCodes.Failed, "A backup could not be removed");

    // 181x: the rehearsal.
    public static readonly ErrorCode NotRehearsed = new("EFB1811", ExitCodes.Failed, "Not rehearsed: no scratch database could be made");
    public static readonly ErrorCode RehearsalFailed = new("EFB1812", ExitCodes.InvalidBackup, "The backup does not restore into a scratch database");
    public static readonly ErrorCode ScratchLeft = new("EFB1813", ExitCodes.Done, "A scratch database could not be removed");

    // 182x: masking.
    public static readonly ErrorCode MaskWrong = new("EFB1821", ExitCodes.Usage, "A rule of masking, or its key, is wrong");
    public static readonly ErrorCode MaskUnfit = new("EFB1822", ExitCodes.Usage, "A column can't be masked by its rule");
    public static readonly ErrorCode MaskMissing = new("EFB1823", ExitCodes.Usage, "Text has no rule of masking, and one is required");
    public static readonly ErrorCode ValueNotMasked = new("EFB1824", ExitCodes.Failed, "A value can't be masked by its column's rule");
    public static readonly ErrorCode BackupMasked = new("EFB1825", ExitCodes.Done, "The backup is masked");

    // 183x: seeds.
    public static readonly ErrorCode SeedNotRead = new("EFB1831", ExitCodes.InvalidBackup, "A seed is not there, or is none");
    public static readonly ErrorCode SeedNames = new("EFB1832", ExitCodes.InvalidBackup, "A seed names a table, a column or a row that there is not");
    public static readonly ErrorCode SeedRow = new("EFB1833", ExitCodes.InvalidBackup, "A row of a seed can't be used");
    public static readonly ErrorCode SeedCycle = new("EFB1834", ExitCodes.InvalidBackup, "Rows of a seed need each other");
    public static readonly ErrorCode SeedRefused = new("EFB1835", ExitCodes.Failed, "The database refused a row of a seed");
    public static readonly ErrorCode SeedNotWritten = new("EFB1836", ExitCodes.Failed, "A seed can't be written");

    // 19xx: the rest.
    public static readonly ErrorCode Interrupted = new("EFB1900", ExitCodes.Interrupted, "Interrupted");
    public static readonly ErrorCode Bug = new("EFB1901", ExitCodes.Failed, "An unexpected error");
}
