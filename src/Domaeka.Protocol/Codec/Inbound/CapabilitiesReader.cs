using Domaeka.Protocol.Codec.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Inbound;

/// <summary>
/// <c>capabilities: ["session_token","gzip"]</c>. What cannot be understood (another type, an unknown name, entries past the bound) counts as
/// not declared: a phone that says it wrongly is served like one that does not say it.
/// </summary>
internal static class CapabilitiesReader
{
    public static PhoneCapabilities Read(ref JsonCursor cursor)
    {
        var capabilities = PhoneCapabilities.None;
        if (!cursor.EnterArrayIfAny())
            return capabilities;

        for (var count = 1; cursor.NextElement(); count++)
        {
            var name = cursor.ShortStringOrSkip();
            if (count <= WireLimits.MaxCapabilities)
                capabilities |= CapabilityNames.Find(name);
        }

        return capabilities;
    }
}
