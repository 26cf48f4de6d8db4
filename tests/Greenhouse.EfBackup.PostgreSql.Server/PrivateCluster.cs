using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Greenhouse.EfBackup.PostgreSql.Server;

/// <summary>
/// A cluster of this process's own, made by <c>initdb</c> in a temporary folder: on a free port of this machine, with a random password, and gone when
/// it is disposed of or the process ends.
/// </summary>
public sealed class PrivateCluster : PostgreSqlServer
{
    private const int Attempts = 5;
    private const string Superuser = "postgres";

    private static readonly Dictionary<string, string> _defaults = new()
    {
        ["listen_addresses"] = "127.0.0.1",
        ["unix_socket_directories"] = "",
        ["max_connections"] = "200",
        // What it holds need not outlive the machine.
        ["fsync"] = "off",
        ["synchronous_commit"] = "off",
        ["full_page_writes"] = "off",
    };

    private readonly ClusterFolder _folder;
    private readonly Keeper? _keeper;
    private readonly string _password = RandomPassword();
    private int _port;
    private bool _disposed;

    private PrivateCluster(string parent)
    {
        BinFolder = Installation.Newest ?? throw new InvalidOperationException(WhyNot);
        _folder = ClusterFolder.Create(parent);
        _keeper = Keeper.Watch(_folder.Path, Unprivileged.Command(StopCommand(_folder)));
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>Why none can be made here, for people to read; null where one can.</summary>
    public static string? WhyNot { get; } = Installation.Newest is null ? "no initdb is installed" : null;

    /// <inheritdoc/>
    public override string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = Superuser,
        Password = _password,
        Database = "postgres",
        // Who is connected keeps a database from being copied.
        Pooling = false,
    }.ConnectionString;

    /// <summary>Where PostgreSQL's own programs are.</summary>
    public string BinFolder { get; }

    /// <summary>Where the server keeps its files.</summary>
    public string DataFolder => _folder.Data;

    /// <summary>The variables by which PostgreSQL's own programs find the server and a database, and get in.</summary>
    public IReadOnlyDictionary<string, string> Environment(string database) => new Dictionary<string, string>
    {
        ["PGHOST"] = "127.0.0.1",
        ["PGPORT"] = _port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["PGUSER"] = Superuser,
        ["PGDATABASE"] = database,
        ["PGPASSFILE"] = _folder.Passwords,
    };

    /// <summary>Makes a cluster and starts it. What killed processes left behind is removed first.</summary>
    /// <param name="settings">Of <c>postgresql.conf</c>, before those that make a server for tests fast and private.</param>
    /// <param name="parent">Where its folder is made; default the folder for temporary files.</param>
    /// <param name="keepsConnections">Who has made it never stops it.</param>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or does not start.</exception>
    public static PrivateCluster Create(IReadOnlyDictionary<string, string>? settings = null, string? parent = null, bool keepsConnections = false)
    {
        parent ??= Path.GetTempPath();
        var cluster = new PrivateCluster(parent) { KeepsConnections = keepsConnections };
        try
        {
            cluster.RemoveAbandoned(parent);
            cluster.Initialize(settings ?? new Dictionary<string, string>());
            cluster.StartOnFreePort();
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>Starts it again after <see cref="Stop"/>, on the same port.</summary>
    public void Start() => Control("start", "-w", "-l", _folder.Log);

    /// <summary>Stops it at once, as a crash would: every connection is cut, and the next start recovers.</summary>
    public void Stop() => Command.Run(Unprivileged.Command(StopCommand(_folder)));

    /// <summary>Has it let nobody in any more, and stop when everybody has left.</summary>
    public void BeginToStop() => Control("stop", "-m", "smart", "-W");

    /// <summary>Waits until everybody has left and it has stopped, after <see cref="BeginToStop"/>.</summary>
    /// <exception cref="TimeoutException">Somebody stays.</exception>
    public void AwaitStop()
    {
        // The server's last act.
        if (!SpinWait.SpinUntil(() => !File.Exists(Path.Combine(_folder.Data, "postmaster.pid")), TimeSpan.FromMinutes(2)))
        {
            throw new TimeoutException("The server does not stop: somebody is still connected.");
        }
    }

    /// <summary>Gives a folder to the server, which keeps files there (a tablespace).</summary>
    public static void Give(string folder) => Unprivileged.Own(folder);

    /// <inheritdoc/>
    public override string Run(string program, string database, params string[] arguments)
        => Command.Run([Program(program), .. arguments], Environment(database));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!_disposed)
        {
            _disposed = true;
            AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
            if (_keeper is not null)
            {
                _keeper.Finish();
                _folder.Dispose();
            }
            else
            {
                StopAndRemove(_folder);
            }
        }

        base.Dispose(disposing);
    }

    private void Initialize(IReadOnlyDictionary<string, string> settings)
    {
        ClusterFolder.WriteSecret(_folder.Passwords, $"*:*:*:{Superuser}:{_password}\n");
        // initdb reads the password as another user, who may not see the file above.
        var secret = Path.Combine(_folder.Path, "password");
        ClusterFolder.WriteSecret(secret, _password);
        Unprivileged.Own(secret);
        Command.Run(Unprivileged.Command(
            Program("initdb"), "-D", _folder.Data, "-U", Superuser, "--pwfile", secret, "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"));
        File.Delete(secret);
        Configure(_defaults);
        Configure(settings);
    }

    /// <summary>The last of several lines counts.</summary>
    private void Configure(IReadOnlyDictionary<string, string> settings)
        => File.AppendAllLines(
            Path.Combine(_folder.Data, "postgresql.conf"),
            settings.Select(setting => $"{setting.Key} = '{setting.Value.Replace("'", "''", StringComparison.Ordinal)}'"));

    /// <summary>A port that is free may be taken by the time the server wants it.</summary>
    private void StartOnFreePort()
    {
        for (var attempt = 1; ; attempt++)
        {
            _port = FreePort();
            Configure(new Dictionary<string, string> { ["port"] = _port.ToString(System.Globalization.CultureInfo.InvariantCulture) });
            try
            {
                Start();
                return;
            }
            catch (InvalidOperationException exception)
            {
                var log = File.Exists(_folder.Log) ? File.ReadAllText(_folder.Log) : "";
                if (attempt == Attempts || !log.Contains("could not bind", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException($"{exception.Message}\n{log}", exception);
                }
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void RemoveAbandoned(string parent)
    {
        foreach (var folder in ClusterFolder.Abandoned(parent))
        {
            StopAndRemove(folder);
        }
    }

    private void StopAndRemove(ClusterFolder folder)
    {
        try
        {
            Command.Run(Unprivileged.Command(StopCommand(folder)));
        }
        catch (InvalidOperationException)
        {
            // It was not running.
        }

        folder.Remove();
    }

    private string[] StopCommand(ClusterFolder folder) => [Program("pg_ctl"), "stop", "-D", folder.Data, "-m", "immediate", "-w"];

    private void Control(params string[] arguments) => Command.Run(Unprivileged.Command([Program("pg_ctl"), "-D", _folder.Data, .. arguments]));

    private string Program(string name) => Path.Combine(BinFolder, Installation.FileName(name));

    private void OnProcessExit(object? sender, EventArgs e) => Dispose();
}
