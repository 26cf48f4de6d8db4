namespace Greenhouse.EfBackup.Sqlite.Tests.Scheduling;

/// <summary>A clock that goes on only where a test says so.</summary>
internal sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    private readonly object _lock = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            var timer = new Timer(this, () => callback(state), dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : _now + dueTime);
            _timers.Add(timer);
            return timer;
        }
    }

    /// <summary>What is waited for, by how many.</summary>
    public IReadOnlyList<DateTimeOffset> Awaited
    {
        get
        {
            lock (_lock)
            {
                return [.. _timers.Select(timer => timer.Due)];
            }
        }
    }

    /// <summary>Goes on to a time; who has waited for it is called.</summary>
    public void GoTo(DateTimeOffset time)
    {
        Timer[] due;
        lock (_lock)
        {
            _now = time;
            due = [.. _timers.Where(timer => timer.Due <= time)];
            _timers.RemoveAll(timer => timer.Due <= time);
        }

        foreach (var timer in due)
        {
            timer.Call();
        }
    }

    private void Remove(Timer timer)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
        }
    }

    private sealed class Timer(ManualTime time, Action call, DateTimeOffset due) : ITimer
    {
        public DateTimeOffset Due => due;

        public void Call() => call();

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => time.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
