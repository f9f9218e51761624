namespace Domaeka.Api.Configuration;

/// <summary>One section of the configuration and the options that it sets.</summary>
/// <param name="name">The section, such as <c>Tcp</c>.</param>
internal abstract class SettingsSection(string name)
{
    /// <summary>The section, such as <c>Tcp</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Every key of the section with its default, in the order in which the options declare them.</summary>
    public abstract IReadOnlyList<Setting> Settings { get; }

    /// <summary>Names what cannot be read.</summary>
    public abstract IEnumerable<string> FindUnreadable(SettingsSource source);

    /// <summary>Sets the options from what can be read.</summary>
    public abstract void Register(IServiceCollection services, SettingsSource source);

    /// <summary>Names what can be read but is not allowed, as the validators of the options see it.</summary>
    public abstract IEnumerable<string> FindInvalid(IServiceProvider services);
}
