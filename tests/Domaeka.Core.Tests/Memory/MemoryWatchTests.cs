using Domaeka.Core.Memory;
using Domaeka.Core.Processes;
using Domaeka.Core.Status;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Core.Tests.Memory;

public sealed class MemoryWatchTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly ScriptedGauge _gauge = new();
    private readonly CountingTrim _trim = new();

    [Theory]
    [InlineData(79, MemoryPressure.None)]
    [InlineData(80, MemoryPressure.High)]
    [InlineData(89, MemoryPressure.High)]
    [InlineData(90, MemoryPressure.Critical)]
    public async Task Look_UsedShare_IsJudged(int percent, MemoryPressure expected)
    {
        await using var core = await StartAsync();

        await LookAsync(core, percent);

        var status = core.Get<IServerStatusSource>().Read();
        Assert.Equal(expected, status.MemoryPressure);
        Assert.Equal(percent, status.Memory.Percent);
    }

    [Fact]
    public async Task Look_FallsALittle_KeepsTheLevelUntilFivePointsBelow()
    {
        await using var core = await StartAsync();
        await LookAsync(core, 92);

        await LookAsync(core, 86);
        Assert.Equal(MemoryPressure.Critical, PressureOf(core));
        await LookAsync(core, 84);
        Assert.Equal(MemoryPressure.High, PressureOf(core));
        await LookAsync(core, 76);
        Assert.Equal(MemoryPressure.High, PressureOf(core));
        await LookAsync(core, 74);
        Assert.Equal(MemoryPressure.None, PressureOf(core));
    }

    [Fact]
    public async Task Look_Critical_TrimsAndCollectsBeforeItRefuses()
    {
        await using var core = await StartAsync();
        _gauge.LeftBehindCollection = 50;

        await LookAsync(core, 95);

        Assert.Equal((1, 1), (_trim.Calls, _gauge.Collections));
        Assert.Equal(MemoryPressure.None, PressureOf(core));
    }

    [Fact]
    public async Task Look_StaysCritical_TrimsOnceInHalfAMinute()
    {
        await using var core = await StartAsync();

        for (var i = 0; i < 12; i++)
            await LookAsync(core, 95);

        Assert.Equal(2, _trim.Calls);
    }

    [Fact]
    public async Task Look_ATrimFails_TheOthersAndTheWatchGoOn()
    {
        _trim.Throws = true;
        await using var core = await StartAsync();

        await LookAsync(core, 95);
        await LookAsync(core, 40);

        Assert.Equal(1, _gauge.Collections);
        Assert.Equal(MemoryPressure.None, PressureOf(core));
    }

    [Fact]
    public async Task AdmitAsync_MemoryIsShort_RefusesNewPhonesAndKeepsThosePresent()
    {
        await using var core = await StartAsync();
        core.Connect();
        await LookAsync(core, 95);

        var admission = core.Get<IPhoneAdmission>();
        Assert.Equal(AdmissionOutcome.MemoryShort, await admission.AdmitAsync(new("testbot", "another"), default));
        Assert.Equal(AdmissionOutcome.Admitted, await admission.AdmitAsync(CoreFixture.Phone, default));

        await LookAsync(core, 50);
        Assert.Equal(AdmissionOutcome.Admitted, await admission.AdmitAsync(new("testbot", "another"), default));
    }

    [Fact]
    public void Read_RealGauge_KnowsWhatIsUsedAndOfHowMuch()
    {
        var gauge = new ProcessMemoryGauge(Microsoft.Extensions.Options.Options.Create(new MemoryOptions()));
        var limited = new ProcessMemoryGauge(Microsoft.Extensions.Options.Options.Create(new MemoryOptions { LimitBytes = 1L << 40 }));

        Assert.InRange(gauge.Read().UsedBytes, 1 << 20, gauge.Read().LimitBytes);
        Assert.Equal(1L << 40, limited.Read().LimitBytes);
    }

    private Task<CoreFixture> StartAsync() => CoreFixture.StartApprovedAsync(builder =>
    {
        builder.Services.AddSingleton<IMemoryGauge>(_gauge);
        builder.Services.AddSingleton<IMemoryTrim>(_trim);
    });

    private async Task LookAsync(CoreFixture core, int percent)
    {
        var looks = _gauge.Looks;
        _gauge.Percent = percent;
        core.Clock.Advance(Interval);
        await Eventually.TrueAsync(() => _gauge.Looks > looks && core.Get<IMemoryWatch>().Reading.Percent == _gauge.Percent);
    }

    private static MemoryPressure PressureOf(CoreFixture core) => core.Get<IMemoryWatch>().Pressure;

    private sealed class ScriptedGauge : IMemoryGauge
    {
        private volatile int _percent;
        private volatile int _looks;

        public int Percent
        {
            get => _percent;
            set => _percent = value;
        }

        public int? LeftBehindCollection { get; set; }

        public int Looks => _looks;

        public int Collections { get; private set; }

        public MemoryReading Read()
        {
            _looks++;
            return new MemoryReading(Percent, 100);
        }

        public void Collect()
        {
            Collections++;
            Percent = LeftBehindCollection ?? Percent;
        }
    }

    private sealed class CountingTrim : IMemoryTrim
    {
        public int Calls { get; private set; }

        public bool Throws { get; set; }

        public void Trim()
        {
            Calls++;
            if (Throws)
                throw new InvalidOperationException("as told");
        }
    }
}
