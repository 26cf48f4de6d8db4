namespace Greenhouse.EfBackup.Databases;

/// <summary>Whether, and for how long, a merge looks for the rows of a file that stand in a table just as they are, which costs a reading of the table.</summary>
internal enum PresentRowsSearch
{
    /// <summary>To merge a row costs no more than to look for it.</summary>
    None,

    /// <summary>Until few of them are found: the reading of the table may end early.</summary>
    WhileItHelps,

    /// <summary>To the end: whoever breaks a reading off breaks the transaction off.</summary>
    Whole,
}
