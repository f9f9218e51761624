using Domaeka.Api.Hosting;
using Domaeka.Core.Events;
using Domaeka.TestKit;
using Domaeka.V1;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Api.Tests.Support;

/// <summary>A data directory that one host after the other works on.</summary>
internal sealed class DataOfTwoHosts : IAsyncDisposable
{
    private readonly TempDirectory _data = new();

    public async Task<Running> StartAsync()
    {
        var host = DomaekaHost.Build(ApiHost.LoopbackSettings(_data.Path));
        await host.StartAsync().DefaultTimeout();
        return new Running(host, File.ReadAllText(Path.Combine(_data.Path, "admin.key")).Trim());
    }

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        return ValueTask.CompletedTask;
    }

    internal sealed class Running(DomaekaHost host, string key) : IAsyncDisposable
    {
        private readonly GrpcChannel _channel = GrpcChannel.ForAddress(host.GrpcAddress);

        public IEventStore Store => host.Services.GetRequiredService<IEventStore>();

        public EventService.EventServiceClient Events => new(_channel.Intercept(metadata =>
        {
            metadata.Add("authorization", $"Bearer {key}");
            return metadata;
        }));

        public async ValueTask DisposeAsync()
        {
            _channel.Dispose();
            await host.StopAsync().DefaultTimeout();
            await host.DisposeAsync();
        }
    }
}
