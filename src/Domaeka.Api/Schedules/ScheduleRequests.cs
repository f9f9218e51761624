using System.Security.Cryptography;
using Domaeka.V1;
using Google.Protobuf;

namespace Domaeka.Api.Schedules;

/// <summary>Tells requests apart.</summary>
internal static class ScheduleRequests
{
    /// <summary>What a request asks for, in 64 hexadecimal digits. The order of the template's values does not matter.</summary>
    public static string Hash(CreateScheduleRequest request)
    {
        var schedule = request.Schedule.Clone();
        if (schedule.Content?.Template is { } template)
        {
            var values = template.Values.OrderBy(value => value.Key, StringComparer.Ordinal).ToList();
            template.Values.Clear();
            foreach (var (name, value) in values)
                template.Values[name] = value;
        }

        return Convert.ToHexStringLower(SHA256.HashData(schedule.ToByteArray()));
    }
}
