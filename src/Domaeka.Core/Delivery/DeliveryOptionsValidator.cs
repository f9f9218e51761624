using Microsoft.Extensions.Options;

namespace Domaeka.Core.Delivery;

/// <summary>The ranges that <see cref="DeliveryOptions"/> promises; section <c>Delivery</c>.</summary>
internal sealed class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>
{
    private static readonly TimeSpan TenYears = TimeSpan.FromDays(3_650);

    public ValidateOptionsResult Validate(string? name, DeliveryOptions options) => new OptionChecks("Delivery")
        .InRange(nameof(options.RequestIdLifetime), options.RequestIdLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30))
        .InRange(nameof(options.MaxPendingMessages), options.MaxPendingMessages, 1, 10_000_000)
        .InRange(nameof(options.DefaultTimeToLive), options.DefaultTimeToLive, TimeSpan.Zero, TenYears)
        .InRange(nameof(options.UnconfirmedWindow), options.UnconfirmedWindow, 1, 1_000)
        .InRange(nameof(options.PriorityAgeing), options.PriorityAgeing, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
        .InRange(nameof(options.FailoverGrace), options.FailoverGrace, TimeSpan.Zero, TimeSpan.FromDays(1))
        .InRange(nameof(options.MaxMediaPartBytes), options.MaxMediaPartBytes, MediaContent.MaxItemBytes, 24_000_000)
        .InRange(nameof(options.MaxBatchWrites), options.MaxBatchWrites, 1, 10_000)
        .InRange(nameof(options.ProgressInterval), options.ProgressInterval, TimeSpan.Zero, TimeSpan.FromSeconds(1))
        .InRange(nameof(options.MessageRetention), options.MessageRetention, Longer(TimeSpan.FromHours(1), options.RequestIdLifetime), TenYears)
        .InRange(nameof(options.MediaRetention), options.MediaRetention, TimeSpan.FromHours(1), TimeSpan.FromDays(365))
        .Result();

    // A request id stands for a message, which must still be there to be answered again.
    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
