namespace Domaeka.Core.Monitoring;

/// <summary>
/// The control group that limits the process's memory, of the second version (<c>memory.max</c>) or the first (<c>memory.limit_in_bytes</c>). Of nested
/// groups the tightest counts.
/// </summary>
internal sealed class MemoryGroup(string procDirectory, string groupDirectory)
{
    /// <summary>That of this process.</summary>
    public MemoryGroup()
        : this("/proc", "/sys/fs/cgroup")
    {
    }

    /// <summary>Limit and use in bytes, cached files that can be given up left out; null when nothing limits the process.</summary>
    public (long Limit, long Used)? Read()
    {
        var groups = (ProbeFile.ReadText(Path.Combine(procDirectory, "self/cgroup")) ?? "").Split('\n');
        return Find(groups, "", groupDirectory, "memory.max", "memory.current", "inactive_file")
            ?? Find(groups, "memory", Path.Combine(groupDirectory, "memory"), "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file");
    }

    // A line is "number:controllers:/path"; the second version has no controllers. Inside a container the path may be that of the outside.
    private static (long Limit, long Used)? Find(
        IEnumerable<string> groups, string controller, string root, string limitFile, string useFile, string cacheKey)
    {
        var path = groups
            .Select(line => line.Split(':', 3))
            .FirstOrDefault(parts => parts.Length == 3 && parts[1].Split(',').Contains(controller))?[2];
        (long Limit, long Used)? tightest = null;
        for (var at = path?.Trim('/'); at is not null; at = at.Length == 0 ? null : Path.GetDirectoryName(at) ?? "")
        {
            var directory = Path.Combine(root, at);
            if (ProbeFile.ReadNumber(Path.Combine(directory, limitFile)) is not { } limit
                || (tightest is not null && limit >= tightest.Value.Limit)
                || ProbeFile.ReadNumber(Path.Combine(directory, useFile)) is not { } used)
                continue;
            tightest = (limit, Math.Max(0, used - Cached(Path.Combine(directory, "memory.stat"), cacheKey)));
        }

        return tightest;
    }

    private static long Cached(string path, string key) => (ProbeFile.ReadText(path) ?? "")
        .Split('\n')
        .Select(line => line.Split(' '))
        .Where(parts => parts.Length == 2 && parts[0] == key)
        .Select(parts => ProbeFile.ParseNumber(parts[1]))
        .FirstOrDefault();
}
