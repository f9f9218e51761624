using Microsoft.Extensions.Options;

namespace Domaeka.Core.Chat;

/// <summary>The ranges that <see cref="ChatLogOptions"/> promises; section <c>ChatLog</c>.</summary>
internal sealed class ChatLogOptionsValidator : IValidateOptions<ChatLogOptions>
{
    public ValidateOptionsResult Validate(string? name, ChatLogOptions options) => new OptionChecks("ChatLog")
        .InRange(nameof(options.MaxBatchEntries), options.MaxBatchEntries, 1, 10_000)
        .InRange(nameof(options.MaxPendingEntries), options.MaxPendingEntries, 1, 10_000_000)
        .InRange(nameof(options.MinRetryDelay), options.MinRetryDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1))
        .InRange(nameof(options.MaxRetryDelay), options.MaxRetryDelay, options.MinRetryDelay, TimeSpan.FromMinutes(10))
        .Result();
}
