using Domaeka.Api.Mapping;
using Domaeka.Api.Resources;
using Domaeka.Api.Validation;
using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;
using Domaeka.V1;
using CoreLogSettings = Domaeka.Core.Rooms.RoomLogSettings;
using CoreRoom = Domaeka.Core.Rooms.Room;
using ProtoLogSettings = Domaeka.V1.RoomLogSettings;
using ProtoRoom = Domaeka.V1.Room;

namespace Domaeka.Api.Rooms;

/// <summary>Rooms of Core and of the API.</summary>
internal static class RoomMapping
{
    public static ProtoRoom ToProto(this CoreRoom room, bool nameIsAmbiguous) => new()
    {
        Name = ResourceNames.ForRoom(room.Key),
        Bot = room.Key.BotName,
        ChannelId = room.Key.ChannelId,
        DisplayName = room.Name,
        DisplayNameAmbiguous = nameIsAmbiguous,
        Status = room.Status.ToProto(),
        RejectionReason = room.RejectionReason ?? "",
        Description = room.Description ?? "",
        Concurrency = room.Concurrency ?? 0,
        Owners = { room.Owners },
        LogSettings = new ProtoLogSettings
        {
            Enabled = room.LogSettings.Enabled,
            RetentionDays = room.LogSettings.RetentionDays ?? 0,
        },
        Device = string.IsNullOrEmpty(room.DeviceId)
            ? ""
            : ResourceNames.ForDevice(new DeviceKey(room.Key.BotName, room.DeviceId)),
        CreateTime = room.CreatedAt.ToProto(),
        UpdateTime = room.UpdatedAt.ToProto(),
        ApproveTime = room.ApprovedAt.ToProto(),
    };

    /// <summary>What a validated update request changes.</summary>
    public static RoomUpdate ToUpdate(this UpdateRoomRequest request)
    {
        var (room, mask) = (request.Room, request.UpdateMask);
        return new RoomUpdate
        {
            Description = UpdateMasks.Covers(mask, RoomFields.Description, room.Description.Length > 0) ? room.Description : null,
            Concurrency = UpdateMasks.Covers(mask, RoomFields.Concurrency, room.Concurrency != 0) ? room.Concurrency : null,
            Owners = UpdateMasks.Covers(mask, RoomFields.Owners, room.Owners.Count > 0) ? [.. room.Owners.Distinct()] : null,
            LogSettings = UpdateMasks.Covers(mask, RoomFields.LogSettings, room.LogSettings is not null)
                ? ToCore(room.LogSettings)
                : null,
        };
    }

    private static CoreLogSettings ToCore(ProtoLogSettings? settings) => settings is null
        ? CoreLogSettings.Default
        : new CoreLogSettings(settings.Enabled, settings.RetentionDays == 0 ? null : settings.RetentionDays);
}
