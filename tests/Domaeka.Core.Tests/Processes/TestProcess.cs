using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Memory;
using Domaeka.Core.Processes;
using Domaeka.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace Domaeka.Core.Tests.Processes;

/// <summary>What one server process knows about its phones, over the tables that it shares with others.</summary>
internal sealed class TestProcess : IDisposable
{
    private readonly IConnectionRegistry _connections = Substitute.For<IConnectionRegistry>();

    public TestProcess(string name, MemoryServer server, FakeTimeProvider clock)
    {
        server.Put(Process(name) with { LastHeartbeat = clock.GetUtcNow() });
        Places = new Places(clock);
        Reporter = new ServerLoadReporter(
            server,
            server,
            _connections,
            Places,
            Options.Create(new ProcessOptions { Name = name }),
            clock,
            NullLogger<ServerLoadReporter>.Instance);
        Admission = new PhoneAdmission(Places, Reporter, Substitute.For<IMemoryWatch>(), NullLogger<PhoneAdmission>.Instance);
    }

    public Places Places { get; }

    public ServerLoadReporter Reporter { get; }

    public PhoneAdmission Admission { get; }

    public int Live
    {
        set => _connections.LiveCount.Returns(value);
    }

    public static ServerProcess Process(string name) => new()
    {
        Name = name,
        Pid = 7,
        Port = 1490,
        Status = ServerProcessStatus.Running,
        LastHeartbeat = default,
        ServerId = 1,
    };

    public Task<AdmissionOutcome> AdmitAsync(string device) =>
        Admission.AdmitAsync(new DeviceKey("bot", device), CancellationToken.None).AsTask().DefaultTimeout();

    /// <summary>Lets a phone in, and opens its connection.</summary>
    public async Task<AdmissionOutcome> ConnectAsync(string device)
    {
        var outcome = await AdmitAsync(device);
        if (outcome == AdmissionOutcome.Admitted)
            Places.OnOpened(new DeviceKey("bot", device));
        return outcome;
    }

    public void Leave(string device) => Places.OnClosed(new DeviceKey("bot", device));

    public void Dispose() => Reporter.Dispose();
}
