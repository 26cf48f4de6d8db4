using Greenhouse.Model;

namespace Greenhouse.Seeding;

/// <summary>Tasks, those who do them, and what recurs.</summary>
internal static class Work
{
    private static readonly string[] Titles = ["Check irrigation", "Prune", "Harvest", "Repair covering", "Measure pH and EC"];

    private static readonly string[] Steps = ["Prepare", "Carry out"];

    /// <summary>25 tasks, one for each tunnel, and two steps of each: 75.</summary>
    public static List<GreenhouseTask> Tasks(User[] users, Tunnel[] tunnels)
    {
        var tasks = new List<GreenhouseTask>();
        for (var i = 0; i < tunnels.Length; i++)
        {
            var parent = Task(i, Titles[i % Titles.Length], users, i % 8 == 7 ? null : tunnels[i]);
            parent.Description = i % 3 == 0 ? $"Agreed with {tunnels[i].Client.Name} by telephone." : null;
            tasks.Add(parent);
            foreach (var step in Steps)
            {
                var subtask = Task(i, $"{step}: {parent.Title.ToLowerInvariant()}", users, parent.Tunnel);
                subtask.Parent = parent;
                tasks.Add(subtask);
            }
        }

        return tasks;
    }

    /// <summary>One or two to a task; what is cancelled has nobody.</summary>
    public static IEnumerable<TaskAssignment> Assignments(List<GreenhouseTask> tasks, User[] users) =>
        from i in Enumerable.Range(0, tasks.Count)
        where tasks[i].Status != GreenhouseTaskStatus.Cancelled
        from n in Enumerable.Range(0, 1 + (i % 2))
        select new TaskAssignment
        {
            Task = tasks[i],
            User = users[(i + (n * 2)) % users.Length],
            AssignedAt = tasks[i].CreatedAt.AddHours(1 + n),
        };

    /// <summary>Four to a tunnel: three fertilizers, and one task.</summary>
    public static IEnumerable<Schedule> Schedules(User[] users, Item[] items, Tunnel[] tunnels, List<GreenhouseTask> tasks)
    {
        for (var i = 0; i < tunnels.Length * 4; i++)
        {
            var tunnel = i / 4;
            var schedule = new Schedule
            {
                Kind = i % 4 == 3 ? ScheduleKind.Task : ScheduleKind.Fertilizer,
                Tunnel = tunnels[tunnel],
                Responsible = i % 10 == 9 ? null : users[i % users.Length],
                StartsOn = SampleData.Today.AddDays(-30 + (i % 14)),
                EndsOn = i % 5 == 0 ? SampleData.Today.AddDays(90) : null,
                EveryDays = 1 + (i % 14),
                TimeOfDay = new TimeOnly(6 + (i % 12), i % 4 * 15),
                IsActive = tunnels[tunnel].Crop is not null,
                LastRunAt = i % 6 == 0 ? null : SampleData.Now.AddDays(-(i % 14)).AddMinutes(i),
            };

            if (schedule.Kind == ScheduleKind.Task)
            {
                schedule.Task = tasks[tunnel * 3];
            }
            else
            {
                // The first twenty items are the fertilizers.
                schedule.Item = items[i % 20];
                schedule.Dose = 0.5m + (i % 7 * 0.0625m);
            }

            yield return schedule;
        }
    }

    private static GreenhouseTask Task(int i, string title, User[] users, Tunnel? tunnel)
    {
        var status = (GreenhouseTaskStatus)(i % 4);
        var created = SampleData.Now.AddDays(-40 + i);
        return new GreenhouseTask
        {
            Title = title,
            Status = status,
            Tunnel = tunnel,
            CreatedBy = users[i % 3],
            CreatedAt = created,
            DueOn = i % 5 == 4 ? null : SampleData.Today.AddDays(i - 12),
            EstimatedDuration = i % 6 == 5 ? null : TimeSpan.FromMinutes(30 + (i * 15)),
            CompletedAt = status == GreenhouseTaskStatus.Done ? created.AddHours(26).AddMinutes(i) : null,
        };
    }
}
