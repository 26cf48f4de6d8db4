namespace Greenhouse.EfBackup.Package.Tests.Workshop;

/// <summary>Writes the applications that the packages are tried with.</summary>
internal static class Sources
{
    private const string Ef8 = "8.0.33";
    private const string Ef10 = "10.0.14";

    /// <summary>What keeps everything of the machine's other folders out, and the feed in.</summary>
    public static void WriteRoot(string root, string feed, string userPackages)
    {
        Write(root, "nuget.config", $"""
            <configuration>
              <packageSources><add key="tested" value="{feed}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="user" value="{userPackages}" /></fallbackPackageFolders>
            </configuration>
            """);
        Write(root, "Directory.Build.props", """
            <Project><PropertyGroup>
              <Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><NuGetAudit>false</NuGetAudit><UseAppHost>false</UseAppHost>
              <RestoreEnablePackagePruning>true</RestoreEnablePackagePruning>
            </PropertyGroup></Project>
            """);
        Write(root, "Directory.Build.targets", "<Project />");
        Write(root, "Directory.Packages.props", "<Project><PropertyGroup><ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally></PropertyGroup></Project>");
    }

    public static void WriteApps(string root, string version)
    {
        var package = $"""<PackageReference Include="Greenhouse.EfBackup" Version="{version}" />""";
        Shop("Shop8", "net8.0", Ef8, "");
        Shop("Shop8Package", "net8.0", Ef8, package);
        Shop("Shop10", "net10.0", Ef10, "");
        Shop("Shop10Package", "net10.0", Ef10, package);
        Write(root, "apps/Shop10Package/Directory.Build.targets", """
            <Project>
              <Target Name="UseBackup" AfterTargets="BackupData;VerifyBackup"><Message Importance="high" Text="later target: @(EfBackupFile)" /></Target>
            </Project>
            """);
        foreach (var (name, framework, items) in new[] { ("ShopPostgreSql8", "net8.0", PostgreSql8 + Design(Ef8)), ("ShopPostgreSql", "net10.0", PostgreSql + Design(Ef10)), ("ShopPostgreSqlPackage", "net10.0", PostgreSql + Design(Ef10) + package) })
        {
            App(name, Project("", framework, items), AppCode.Context + AppCode.PostgreSqlFactory + AppCode.Main);
        }

        App("Hook8", Project("", "net8.0", Sqlite(Ef8) + Design(Ef8) + package, properties: Hooked), MigratingCode.Sqlite);
        App("Hook10", Project("", "net10.0", Sqlite(Ef10) + Design(Ef10) + package, properties: Hooked), MigratingCode.Sqlite);
        App("HookPostgreSql", Project("", "net10.0", PostgreSql + Design(Ef10) + package, properties: Hooked), MigratingCode.PostgreSql);
        App("HookLibrary", Project("", "net10.0", Sqlite(Ef10) + package, library: true, Hooked), MigratingCode.Library);
        App("HookStarter", Project("", "net10.0", Design(Ef10) + """<ProjectReference Include="../HookLibrary/HookLibrary.csproj" />"""), AppCode.Main);
        foreach (var kept in new[] { "PrivateAssets=\"all\"", "ExcludeAssets=\"runtime\"" })
        {
            App($"Hook{kept.Split('=')[0]}", Project("", "net10.0", Sqlite(Ef10) + Design(Ef10) + package.Replace(" Version", $" {kept} Version", StringComparison.Ordinal)), MigratingCode.Unhooked);
        }

        App("Seed8", Project("", "net8.0", Sqlite(Ef8) + package + """<None Update="seed.json" CopyToOutputDirectory="PreserveNewest" />""", properties: Forward), SeedingCode.Program);
        Write(root, "apps/Seed8/seed.json", SeedingCode.Seed);
        App("Hosted", Project("Web", "net10.0", Sqlite(Ef10) + Design(Ef10)), AppCode.Context + AppCode.Hosted);
        App("HostedPackage", Project("Web", "net10.0", Sqlite(Ef10) + Design(Ef10) + package), AppCode.Context + AppCode.Hosted);
        App("Library", Project("", "net10.0", Sqlite(Ef10), library: true), AppCode.Context + AppCode.Factory);
        App("Starter", Project("", "net10.0", Design(Ef10) + """<ProjectReference Include="../Library/Library.csproj" />"""), AppCode.Main);
        App("Two", Project("", "net10.0", Sqlite(Ef10) + Design(Ef10) + $"""<PackageReference Include="Microsoft.EntityFrameworkCore.InMemory" Version="{Ef10}" />"""), AppCode.Context + AppCode.Factory + AppCode.Memory + AppCode.Main);
        App("Contextless", Project("", "net10.0", Sqlite(Ef10) + Design(Ef10)), AppCode.Main);
        App("Designless", Project("", "net10.0", Sqlite(Ef10)), AppCode.Context + AppCode.Factory + AppCode.Main);
        Write(root, "All.slnx", $"<Solution>{string.Concat(Directory.GetDirectories(Path.Combine(root, "apps")).Select(Path.GetFileName).Select(n => $"""<Project Path="apps/{n}/{n}.csproj" />"""))}</Solution>");

        // Not of the solution: they must not build, or need not.
        App("Broken", Project("", "net10.0", Sqlite(Ef10) + Design(Ef10)), "int x = \"not a number\";");
        App("MultiPrivate", Project("", "net8.0;net10.0", package.Replace(" Version", " PrivateAssets=\"all\" Version", StringComparison.Ordinal)), AppCode.Main);
        App("Multi", Project("", "net8.0;net10.0", package), AppCode.Main);

        void App(string name, string project, string code)
        {
            Write(root, $"apps/{name}/{name}.csproj", project);
            Write(root, $"apps/{name}/Program.cs", (code.StartsWith("using ", StringComparison.Ordinal) || code.StartsWith('\n') ? "" : AppCode.Usings) + code);
        }

        void Shop(string name, string framework, string ef, string more)
            => App(name, Project("", framework, Sqlite(ef) + Design(ef) + more), AppCode.Context + AppCode.Factory + AppCode.Main);
    }

    /// <summary>It can be started where only a later runtime is there.</summary>
    private const string Forward = "<RollForward>Major</RollForward>";

    private const string Hooked = "<DefineConstants>$(DefineConstants);HOOKED</DefineConstants>" + Forward;

    /// <summary>With the EF Core that the other applications have, of which the provider asks for an older one.</summary>
    private const string PostgreSql = $"""
        <PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="10.0.0" />
        <PackageReference Include="Microsoft.EntityFrameworkCore.Relational" Version="{Ef10}" />
        """;

    /// <summary>The same of that age.</summary>
    private const string PostgreSql8 = $"""
        <PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="8.0.11" />
        <PackageReference Include="Npgsql" Version="8.0.9" />
        <PackageReference Include="Microsoft.EntityFrameworkCore.Relational" Version="{Ef8}" />
        """;

    private static string Project(string sdk, string framework, string items, bool library = false, string properties = "") => $"""
        <Project Sdk="Microsoft.NET.Sdk{(sdk.Length > 0 ? "." : "")}{sdk}">
          <PropertyGroup><TargetFramework{(framework.Contains(';', StringComparison.Ordinal) ? "s" : "")}>{framework}</TargetFramework{(framework.Contains(';', StringComparison.Ordinal) ? "s" : "")}><OutputType>{(library ? "Library" : "Exe")}</OutputType>{properties}</PropertyGroup>
          <ItemGroup>{items}</ItemGroup>
        </Project>
        """;

    private static string Sqlite(string ef) => $"""<PackageReference Include="Microsoft.EntityFrameworkCore.Sqlite" Version="{ef}" />""";

    private static string Design(string ef) => $"""
        <PackageReference Include="Microsoft.EntityFrameworkCore.Design" Version="{ef}" PrivateAssets="all" />
        <PrunePackageReference Include="Mono.TextTemplating" Version="999.0.0" />
        <PrunePackageReference Include="{(ef == Ef8 ? "Microsoft.CodeAnalysis.CSharp.Workspaces" : "Microsoft.VisualStudio.SolutionPersistence")}" Version="999.0.0" />
        """;

    private static void Write(string root, string name, string text)
    {
        var file = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
