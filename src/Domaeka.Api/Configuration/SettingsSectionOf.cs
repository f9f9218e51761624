using System.Reflection;
using Microsoft.Extensions.Options;

namespace Domaeka.Api.Configuration;

/// <summary>A section whose keys are the settable properties of one options class.</summary>
internal sealed class SettingsSectionOf<TOptions> : SettingsSection
    where TOptions : class, new()
{
    /// <summary>Reads the keys off the class.</summary>
    /// <param name="name">The section.</param>
    /// <param name="secrets">Properties whose value is never shown.</param>
    /// <param name="hidden">Properties that are set elsewhere and are no keys of this section.</param>
    public SettingsSectionOf(string name, string[]? secrets = null, string[]? hidden = null)
        : base(name)
    {
        var defaults = new TOptions();
        Settings =
        [
            .. typeof(TOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.SetMethod is { IsPublic: true } && hidden?.Contains(property.Name) != true)
                .Select(property => new Setting(
                    $"{name}:{property.Name}",
                    property,
                    property.GetValue(defaults),
                    secrets?.Contains(property.Name) == true)),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Setting> Settings { get; }

    /// <inheritdoc/>
    public override IEnumerable<string> FindUnreadable(SettingsSource source)
    {
        foreach (var setting in Settings)
        {
            if (source.Find(setting.Key) is { } text
                && !SettingValue.TryRead(text, setting.Property.PropertyType, out _, out var allowed))
            {
                var shown = setting.IsSecret ? "(not shown)" : $"\"{text}\"";
                yield return $"{setting.Key} is {shown}; allowed: {allowed}. (from {source.Describe(setting.Key)})";
            }
        }
    }

    /// <inheritdoc/>
    public override void Register(IServiceCollection services, SettingsSource source) =>
        services.AddOptions<TOptions>().Configure(options =>
        {
            foreach (var setting in Settings)
            {
                if (source.Find(setting.Key) is { } text
                    && SettingValue.TryRead(text, setting.Property.PropertyType, out var value, out _))
                    setting.Property.SetValue(options, value);
            }
        });

    /// <inheritdoc/>
    public override IEnumerable<string> FindInvalid(IServiceProvider services)
    {
        try
        {
            _ = services.GetRequiredService<IOptions<TOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
    }
}
