using Microsoft.Extensions.Options;

namespace Domaeka.Core.Approval;

/// <summary>The ranges that <see cref="ApprovalOptions"/> promises; section <c>Approval</c>.</summary>
internal sealed class ApprovalOptionsValidator : IValidateOptions<ApprovalOptions>
{
    public ValidateOptionsResult Validate(string? name, ApprovalOptions options) => new OptionChecks("Approval")
        .InRange(nameof(options.RefreshInterval), options.RefreshInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2))
        .InRange(nameof(options.MaxPendingDevices), options.MaxPendingDevices, 1, int.MaxValue)
        .InRange(nameof(options.MaxPendingRoomsPerBot), options.MaxPendingRoomsPerBot, 1, int.MaxValue)
        .Result();
}
