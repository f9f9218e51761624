using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.Tests;

/// <summary>A host with nothing but the storage in it.</summary>
internal static class StorageHost
{
    public static async Task<IHost> StartAsync(Action<StorageOptions> configure)
    {
        var host = Build(configure);
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    public static IHost Build(Action<StorageOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.AddDomaekaStorage(configure);
        return builder.Build();
    }
}
