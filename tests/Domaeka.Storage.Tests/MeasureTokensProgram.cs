using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Core.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests;

/// <summary>Lets phones that have a token resume, as all of them do behind a restart, and prints how fast the database takes it.</summary>
internal static class MeasureTokensProgram
{
    /// <summary>As many as the server lets ask at a time.</summary>
    private const int AtOnce = 4;

    public static async Task RunAsync(string place, StorageSynchronous synchronous, int phones)
    {
        using var host = await StorageHost.StartAsync(options => MeasuredPlace.Configure(options, place, synchronous));
        var devices = host.Services.GetRequiredService<IDeviceStore>();
        var tokens = host.Services.GetRequiredService<ISessionTokenStore>();
        var keys = Enumerable.Range(0, phones).Select(number => new DeviceKey("bot", $"device-{number}")).ToArray();
        foreach (var key in keys)
        {
            await devices.AddIfMissingAsync(
                new Device { Key = key, Status = ApprovalStatus.Approved, DeviceUuid = key.DeviceId, CreatedAt = Samples.Now }, default);
        }

        await ResumeAsync(tokens, keys, 0);
        await ResumeAsync(tokens, keys, 1);

        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        await ResumeAsync(tokens, keys, 2);
        var elapsed = clock.Elapsed;
        var busy = Process.GetCurrentProcess().TotalProcessorTime - processor;
        Console.WriteLine(
            $"{synchronous}: {phones} phones resume, {AtOnce} at a time: {phones / elapsed.TotalSeconds:N0} per second, "
            + $"{busy.TotalMicroseconds / phones:N0} us processor each");
        await host.StopAsync();
    }

    private static Task ResumeAsync(ISessionTokenStore tokens, DeviceKey[] keys, int round) => Parallel.ForEachAsync(
        keys,
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
        async (key, cancellationToken) => await tokens.ChangeAsync(
            key,
            sheet =>
            [
                Token(key, round),
                .. sheet.Tokens.OrderByDescending(token => token.Hash).Select((token, place) => token with
                {
                    State = place == 0 ? SessionTokenState.Held : SessionTokenState.Replaced,
                }),
            ],
            cancellationToken));

    private static StoredSessionToken Token(DeviceKey key, int round) => new()
    {
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{key} {round}"))),
        DeviceUuid = key.DeviceId,
        State = SessionTokenState.Offered,
        IssuedAt = Samples.Now,
        ExpiresAt = Samples.Now.AddHours(1),
    };
}
