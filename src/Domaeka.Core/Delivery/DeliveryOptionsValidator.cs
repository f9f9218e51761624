using Microsoft.Extensions.Options;

namespace Domaeka.Core.Delivery;

/// <summary>The ranges that <see cref="DeliveryOptions"/> promises; section <c>Delivery</c>.</summary>
internal sealed class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>
{
    public ValidateOptionsResult Validate(string? name, DeliveryOptions options) => new OptionChecks("Delivery")
        .InRange(nameof(options.RequestIdLifetime), options.RequestIdLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30))
        .InRange(nameof(options.RequestIdCapacity), options.RequestIdCapacity, 1, 10_000_000)
        .Result();
}
