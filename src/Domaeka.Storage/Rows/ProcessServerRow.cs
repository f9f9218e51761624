using System.Data.Common;
using Domaeka.Core.Processes;

namespace Domaeka.Storage.Rows;

/// <summary>How a row of <c>kb_servers</c> becomes a <see cref="ProcessServer"/>.</summary>
internal static class ProcessServerRow
{
    /// <summary>What to select, in the order in which <see cref="Read"/> takes it.</summary>
    /// <param name="key">The key's column.</param>
    public static string Columns(string key) => $"s.{key}, s.server_name, s.server_host, s.status, s.max_bots, s.current_bots";

    /// <summary>Null where the join found none.</summary>
    public static ProcessServer? Read(DbDataReader row, int first) => row.Long(first) is not { } id ? null : new ProcessServer
    {
        Id = id,
        Name = row.FilledText(first + 1),
        Host = row.FilledText(first + 2),
        Status = row.FilledText(first + 3),
        MaxBots = row.PositiveInt(first + 4),
        CurrentBots = row.Int(first + 5) ?? 0,
    };

    /// <summary>What <c>status</c> and <c>is_active</c> say about new phones.</summary>
    public static ServerAvailability ToAvailability(string? status, double? isActive) => status?.Trim().ToLowerInvariant() switch
    {
        "maintenance" => ServerAvailability.Maintenance,
        "inactive" => ServerAvailability.Inactive,
        _ => isActive == 0 ? ServerAvailability.Inactive : ServerAvailability.Open,
    };
}
