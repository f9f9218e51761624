using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Domaeka.Adapters.Tcp.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Validate_Defaults_AreValid()
    {
        Assert.True(new TcpOptionsValidator().Validate(null, new TcpOptions()).Succeeded);
        Assert.True(new SignatureOptionsValidator().Validate(null, new SignatureOptions()).Succeeded);
    }

    [Fact]
    public void Validate_EverythingWrong_NamesEverythingAtOnce()
    {
        var result = new TcpOptionsValidator().Validate(null, new TcpOptions
        {
            Port = 70_000,
            MaxConnections = 0,
            HandshakeTimeout = TimeSpan.Zero,
            PingInterval = TimeSpan.FromMilliseconds(1),
            PingTimeout = TimeSpan.FromDays(2),
            IdleTimeout = TimeSpan.Zero,
            MaxInboundLineBytes = 1,
            MaxOutboundLineBytes = -1,
            OutboundQueueLength = 0,
            MaxOutboundQueueBytes = -2,
            CloseGracePeriod = TimeSpan.FromSeconds(-1),
            MaxBadLinesInRow = 0,
            MaxOversizeLinesInRow = 0,
            PhoneTimeZone = "Asia/Nowhere",
        });

        foreach (var property in typeof(TcpOptions).GetProperties().Where(property => property.Name != nameof(TcpOptions.Address)))
            Assert.Contains(result.Failures!, failure => failure.Contains($"Tcp:{property.Name}", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_SaltWithoutSecret_IsNamedWithoutTheSalt()
    {
        var result = new SignatureOptionsValidator().Validate(
            null, new SignatureOptions { Salt = "grain", ClockSkew = TimeSpan.Zero });

        Assert.Equal(2, result.Failures!.Count());
        Assert.DoesNotContain("grain", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void AddDomaekaTcp_WrongOption_IsNamedWhenRead()
    {
        using var services = new ServiceCollection().AddDomaekaTcp(tcp => tcp.MaxConnections = -5).BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<TcpOptions>>().Value);

        Assert.Contains("Tcp:MaxConnections", error.Message, StringComparison.Ordinal);
    }
}
