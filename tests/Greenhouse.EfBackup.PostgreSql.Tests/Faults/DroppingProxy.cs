using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>The network between an application and its server, which can fail.</summary>
internal sealed class DroppingProxy : IDisposable
{
    private const int BufferBytes = 64 << 10;
    private const int SecondsToConnect = 3;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Socket> _sockets = [];
    private readonly string _host;
    private readonly int _port;
    private volatile bool _silent;

    /// <param name="server">A connection string of the server behind it.</param>
    public DroppingProxy(string server)
    {
        var settings = new NpgsqlConnectionStringBuilder(server);
        (_host, _port) = (settings.Host!, settings.Port);
        _listener.Start();
        settings.Host = IPAddress.Loopback.ToString();
        settings.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        // What passes through is looked at. A pool would keep connections for tests that come later.
        (settings.SslMode, settings.Pooling) = (SslMode.Disable, false);
        settings.Timeout = SecondsToConnect;
        ConnectionString = settings.ConnectionString;
        _ = AcceptAsync();
    }

    /// <summary>Leads through it.</summary>
    public string ConnectionString { get; }

    /// <summary>Looks at what the application sends, before it is passed on.</summary>
    public Func<ReadOnlyMemory<byte>, Fate> OnSent { get; set; } = _ => Fate.Pass;

    /// <summary>Looks at what the server answers, before it is passed on.</summary>
    public Func<ReadOnlyMemory<byte>, Fate> OnAnswered { get; set; } = _ => Fate.Pass;

    /// <summary>Cuts every connection.</summary>
    public void Cut()
    {
        lock (_sockets)
        {
            _sockets.ForEach(socket => socket.Close(timeout: 0));
            _sockets.Clear();
        }
    }

    /// <summary>Nothing gets through any more, and nobody is told.</summary>
    public void FallSilent() => _silent = true;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        Cut();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var application = await _listener.AcceptSocketAsync(_end.Token);
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await server.ConnectAsync(_host, _port, _end.Token);
                lock (_sockets)
                {
                    _sockets.AddRange([application, server]);
                }

                _ = PassAsync(application, server, bytes => OnSent(bytes));
                _ = PassAsync(server, application, bytes => OnAnswered(bytes));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(Socket from, Socket to, Func<ReadOnlyMemory<byte>, Fate> look)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var length)
            {
                var fate = look(buffer.AsMemory(0, length));
                if (fate == Fate.Cut)
                {
                    Cut();
                }
                else if (!_silent)
                {
                    await to.SendAsync(buffer.AsMemory(0, length));
                    _silent |= fate == Fate.PassTheLast;
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One side is gone, or the connection was cut.
        }
    }
}

/// <summary>What becomes of bytes on their way.</summary>
internal enum Fate
{
    Pass,

    /// <summary>They do not arrive, and every connection is cut.</summary>
    Cut,

    /// <summary>They arrive, and nothing does after them.</summary>
    PassTheLast,
}
