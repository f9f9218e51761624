using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Domaeka.Protocol.Tests.Support;

/// <summary>A line split by the framework's own JSON parser, so that the codec is not judged by itself.</summary>
internal sealed record WireLine(JsonObject Json, string Raw)
{
    public static WireLine Parse(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        var reader = new Utf8JsonReader(bytes);
        var node = JsonNode.Parse(ref reader)!.AsObject();
        return new WireLine(node, Encoding.UTF8.GetString(bytes.AsSpan((int)reader.BytesConsumed)));
    }

    public JsonObject Data => Json["data"]!.AsObject();

    public static void AssertEquivalent(WireLine expected, WireLine actual)
    {
        Assert.True(
            JsonNode.DeepEquals(expected.Json, actual.Json),
            $"expected {expected.Json.ToJsonString()}\nactual   {actual.Json.ToJsonString()}");
        Assert.Equal(expected.Raw, actual.Raw);
    }
}
