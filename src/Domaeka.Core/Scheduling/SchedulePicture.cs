namespace Domaeka.Core.Scheduling;

/// <summary>One picture of a schedule, as <c>message_images_1</c> and <c>_2</c> hold it: a place or the bytes themselves.</summary>
/// <param name="Path">An http or https address, or a path below <see cref="SchedulingOptions.ImageDirectory"/>; null when it is bytes.</param>
/// <param name="Base64">The bytes as base64; null when it is a place.</param>
/// <param name="Name">The file's name; null when not said.</param>
/// <param name="Size">How many bytes; null when not said.</param>
public sealed record SchedulePicture(string? Path, string? Base64, string? Name = null, long? Size = null);
