using Domaeka.Core.Delivery;
using Domaeka.Core.Events;
using Domaeka.Core.Outbox;
using Domaeka.V1;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Api.Tests.Support;

/// <summary>The real host over an outbox that delivers nothing.</summary>
public sealed class OutboxApi : IAsyncLifetime
{
    private readonly ApiHost _api;

    public OutboxApi() => _api = new ApiHost([], builder => builder.Services
        .AddSingleton<IMessageSender>(Outbox)
        .AddSingleton<IMessageReader>(Outbox)
        .AddSingleton<IEventFeed>(new FakeFeed()));

    internal FakeOutbox Outbox { get; } = new();

    public MessageService.MessageServiceClient Messages => _api.Messages;

    public Task InitializeAsync() => _api.InitializeAsync();

    public Task DisposeAsync() => _api.DisposeAsync();
}
