using Google.Protobuf.WellKnownTypes;

namespace Domaeka.Api.Mapping;

/// <summary>Points in time; what is not known stays unset.</summary>
internal static class TimestampMapping
{
    /// <summary>Null for null, and for the default value, which Core uses where the table does not say.</summary>
    public static Timestamp? ToProto(this DateTimeOffset? time) =>
        time is { } known && known != default ? Timestamp.FromDateTimeOffset(known) : null;

    /// <inheritdoc cref="ToProto(DateTimeOffset?)"/>
    public static Timestamp? ToProto(this DateTimeOffset time) => ((DateTimeOffset?)time).ToProto();
}
