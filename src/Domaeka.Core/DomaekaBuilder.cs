using Domaeka.Core.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Domaeka.Core;

/// <summary>Adds to a Domaeka server that is being put together. Made by <see cref="DomaekaServiceCollectionExtensions.AddDomaeka"/>.</summary>
public sealed class DomaekaBuilder
{
    internal DomaekaBuilder(IServiceCollection services) => Services = services;

    /// <summary>Where everything is registered.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds a command. Adding the same class twice adds it once.</summary>
    public DomaekaBuilder AddCommand<TCommand>()
        where TCommand : class, IChatCommand
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IChatCommand, TCommand>());
        return this;
    }
}
