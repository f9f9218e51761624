using Domaeka.Api.Validation;

namespace Domaeka.Api.Tests.Validation;

public sealed class FieldPathsTests
{
    [Theory]
    [InlineData("Name", "name")]
    [InlineData("PageSize", "page_size")]
    [InlineData("Media.Items[0].Uri", "media.items[0].uri")]
    [InlineData("Device.MaxMessageSizeBytes", "device.max_message_size_bytes")]
    [InlineData("Room.Owners[12]", "room.owners[12]")]
    [InlineData("Sequence.Parts[0].Template.Values[OrderTotal 합]", "sequence.parts[0].template.values[OrderTotal 합]")]
    public void ToProto_PropertyPath_IsTheProtoPath(string property, string expected) =>
        Assert.Equal(expected, FieldPaths.ToProto(property));
}
