using Domaeka.Core.Processes;
using Domaeka.TestKit;

namespace Domaeka.Core.Tests.Processes;

public sealed class PhoneAdmissionTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private readonly MemoryServer _server = new();
    private readonly TestProcess _a;
    private readonly TestProcess _b;

    public PhoneAdmissionTests()
    {
        _a = new TestProcess("a", _server, _clock);
        _b = new TestProcess("b", _server, _clock);
    }

    public async Task InitializeAsync()
    {
        await _a.Reporter.StartAsync(default);
        await _b.Reporter.StartAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _a.Reporter.StopAsync(default);
        await _b.Reporter.StopAsync(default);
        _a.Dispose();
        _b.Dispose();
    }

    [Fact]
    public async Task Admit_NoRowOfAServer_LetsEverybodyInWithoutAQuery()
    {
        await SetAsync(null);
        var reports = _server.Reports.Count;

        Assert.Equal(AdmissionOutcome.Admitted, await _a.ConnectAsync("1"));

        Assert.Equal(reports, _server.Reports.Count);
    }

    [Fact]
    public async Task Admit_Full_RefusesNewPhonesUntilOneLeaves()
    {
        await SetAsync(new ServerLoad { ServerId = 1, MaxBots = 2 });

        Assert.Equal(AdmissionOutcome.Admitted, await _a.ConnectAsync("1"));
        Assert.Equal(AdmissionOutcome.Admitted, await _a.ConnectAsync("2"));
        Assert.Equal(AdmissionOutcome.ServerFull, await _a.ConnectAsync("3"));

        _a.Leave("1");
        Assert.Equal(AdmissionOutcome.Admitted, await _a.ConnectAsync("3"));
    }

    [Fact]
    public async Task Admit_FullAndCountedAlready_IsLetIn()
    {
        await SetAsync(new ServerLoad { ServerId = 1, MaxBots = 1 });
        await _a.ConnectAsync("1");

        Assert.Equal(AdmissionOutcome.Admitted, await _a.ConnectAsync("1"));
        Assert.Equal(1, _a.Places.Count);
    }

    [Fact]
    public async Task Admit_Full_AsksNoDatabaseForThoseWhoComeBack()
    {
        await SetAsync(new ServerLoad { ServerId = 1, MaxBots = 1 });
        await _a.ConnectAsync("1");
        var reports = _server.Reports.Count;

        for (var i = 0; i < 100; i++)
            Assert.Equal(AdmissionOutcome.ServerFull, await _a.ConnectAsync("2"));

        Assert.Equal(reports, _server.Reports.Count);
    }

    [Fact]
    public async Task Admit_LastPlaceAtTwoProcesses_GoesToOne()
    {
        await SetAsync(new ServerLoad { ServerId = 1, MaxBots = 1 });
        var gate = new TaskCompletionSource();
        _server.Gate = gate.Task;

        var atA = _a.ConnectAsync("1");
        var atB = _b.ConnectAsync("2");
        gate.SetResult();
        await Task.WhenAll(atA, atB);

        // Whoever reports second finds the first one's place; both may be refused, but never both let in.
        Assert.InRange(_a.Places.Count + _b.Places.Count, 0, 1);
    }

    [Fact]
    public async Task Admit_PlacesTakenElsewhere_Count()
    {
        await SetAsync(new ServerLoad { ServerId = 1, MaxBots = 2 });
        await _b.ConnectAsync("1");
        await _b.ConnectAsync("2");

        Assert.Equal(AdmissionOutcome.ServerFull, await _a.ConnectAsync("3"));
        Assert.Equal(0, _a.Places.Count);
    }

    [Fact]
    public async Task Admit_ManyAtOnce_FillTheServerExactlyWithFewReports()
    {
        await SetAsync(new ServerLoad { ServerId = 1, MaxBots = 50 });
        var gate = new TaskCompletionSource();
        _server.Gate = gate.Task;
        var reports = _server.Reports.Count;

        var coming = Enumerable.Range(0, 200).Select(number => _a.ConnectAsync($"{number}")).ToList();
        gate.SetResult();
        var outcomes = await Task.WhenAll(coming).DefaultTimeout();

        Assert.Equal(50, outcomes.Count(outcome => outcome == AdmissionOutcome.Admitted));
        Assert.Equal(50, _a.Places.Count);
        Assert.InRange(_server.Reports.Count - reports, 1, 3);
    }

    [Fact]
    public async Task Admit_SamePhoneTwiceAtOnce_TakesOnePlace()
    {
        await SetAsync(new ServerLoad { ServerId = 1, MaxBots = 1 });
        var gate = new TaskCompletionSource();
        _server.Gate = gate.Task;

        var first = _a.ConnectAsync("1");
        var second = _a.ConnectAsync("1");
        gate.SetResult();

        Assert.Equal([AdmissionOutcome.Admitted, AdmissionOutcome.Admitted], await Task.WhenAll(first, second));
    }

    [Fact]
    public async Task Admit_DatabaseAway_GoesByTheNumbersReadLast()
    {
        await SetAsync(new ServerLoad { ServerId = 1, MaxBots = 1 });
        _server.IsAway = true;

        Assert.Equal(AdmissionOutcome.Admitted, await _a.ConnectAsync("1"));
        Assert.Equal(AdmissionOutcome.ServerFull, await _a.ConnectAsync("2"));
        _server.IsAway = false;
    }

    [Theory]
    [InlineData(ServerAvailability.Maintenance, AdmissionOutcome.ServerInMaintenance)]
    [InlineData(ServerAvailability.Inactive, AdmissionOutcome.ServerInactive)]
    public async Task Admit_ServerTakesNone_RefusesNewPhonesAndKeepsThePresent(ServerAvailability availability, AdmissionOutcome expected)
    {
        await _a.ConnectAsync("1");
        _a.Places.OnOpened(new("bot", "1"));

        await SetAsync(new ServerLoad { ServerId = 1, Availability = availability });

        Assert.Equal(expected, await _a.ConnectAsync("2"));
        Assert.Equal(AdmissionOutcome.Admitted, await _a.ConnectAsync("1"));
    }

    private async Task SetAsync(ServerLoad? row)
    {
        _server.Row = row;
        await _a.Reporter.ReportAsync(default);
        await _b.Reporter.ReportAsync(default);
    }
}
