using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;

namespace Domaeka.Api.Configuration;

/// <summary>One setting.</summary>
/// <param name="Key">Its key, such as <c>Tcp:Port</c>.</param>
/// <param name="Property">The option that it sets.</param>
/// <param name="Default">The option's default.</param>
/// <param name="IsSecret">True: its value is never shown.</param>
internal sealed record Setting(string Key, PropertyInfo Property, object? Default, bool IsSecret)
{
    /// <summary>The default as text, for the help.</summary>
    public string DefaultText => Default switch
    {
        null or "" => "(none)",
        IEnumerable list and not string => string.Join(",", list.Cast<object>()),
        IPAddress address => address.ToString(),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var value => value.ToString() ?? "",
    };
}
