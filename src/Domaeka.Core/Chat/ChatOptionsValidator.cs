using Microsoft.Extensions.Options;

namespace Domaeka.Core.Chat;

/// <summary>The ranges that <see cref="ChatOptions"/> promises; section <c>Chat</c>.</summary>
internal sealed class ChatOptionsValidator : IValidateOptions<ChatOptions>
{
    public ValidateOptionsResult Validate(string? name, ChatOptions options) => new OptionChecks("Chat")
        .InRange(nameof(options.DuplicateCapacity), options.DuplicateCapacity, 0, 10_000_000)
        .InRange(nameof(options.DuplicateWindow), options.DuplicateWindow, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
        .Result();
}
