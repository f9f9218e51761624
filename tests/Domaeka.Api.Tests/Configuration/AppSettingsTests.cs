using Domaeka.Api.Configuration;
using Microsoft.Extensions.Configuration;

namespace Domaeka.Api.Tests.Configuration;

/// <summary>The file beside the program is also the list of the settings that people read.</summary>
public sealed class AppSettingsTests
{
    private static readonly string Path = System.IO.Path.Combine(AppContext.BaseDirectory, "appsettings.json");

    private static readonly IConfigurationRoot File = new ConfigurationBuilder().AddJsonFile(Path).Build();

    public static TheoryData<string> Keys => [.. SettingsCatalog.Keys];

    [Theory]
    [MemberData(nameof(Keys))]
    public void File_EverySetting_HasItsDefaultOrIsCommentedOut(string key)
    {
        var setting = SettingsCatalog.Sections.SelectMany(section => section.Settings).Single(setting => setting.Key == key);

        if (File[key] is not { } text)
        {
            Assert.Contains($"// \"{setting.Property.Name}\": ", System.IO.File.ReadAllText(Path), StringComparison.Ordinal);
            return;
        }

        Assert.True(SettingValue.TryRead(text, setting.Property.PropertyType, out var value, out _));
        Assert.Equal(setting.DefaultText, (setting with { Default = value }).DefaultText);
    }

    [Fact]
    public void File_EveryKey_IsASetting() => Assert.Empty(UnknownKeys.Find(SettingsSource.Read([]), SettingsCatalog.Keys));
}
