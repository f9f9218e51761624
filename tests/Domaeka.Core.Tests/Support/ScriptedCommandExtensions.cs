using Domaeka.Core.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Core.Tests.Support;

internal static class ScriptedCommandExtensions
{
    public static DomaekaBuilder AddScripted(
        this DomaekaBuilder builder, string trigger, Func<CommandContext, CancellationToken, ValueTask<CommandReply>> answer) =>
        builder.AddScripted(new ScriptedCommand(trigger, answer));

    public static DomaekaBuilder AddScripted(this DomaekaBuilder builder, ScriptedCommand command)
    {
        builder.Services.AddSingleton<IChatCommand>(command);
        return builder;
    }
}
