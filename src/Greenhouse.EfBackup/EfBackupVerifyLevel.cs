namespace Greenhouse.EfBackup;

/// <summary>How far a backup is verified, each level after the one before.</summary>
public enum EfBackupVerifyLevel
{
    /// <summary>The file is whole, and its keys hold.</summary>
    File,

    /// <summary>It fits the database, and the code knows its migrations.</summary>
    Schema,

    /// <summary>It is restored into a scratch database beside the application's, read back and compared.</summary>
    Rehearse,
}
