namespace Domaeka.Core.Scheduling;

/// <summary>Why an occurrence was not sent.</summary>
public enum ScheduleSkipReason
{
    /// <summary>The stored word is none of the known ones.</summary>
    Unknown,

    /// <summary>Its time went by unserved, and the misfire policy does not let it be sent late.</summary>
    Missed,

    /// <summary>The room was never seen.</summary>
    RoomNotFound,

    /// <summary>The content cannot be sent: nothing to send, an unreadable column, a text or picture that is too large.</summary>
    ContentInvalid,

    /// <summary>Placeholders of the text have no value.</summary>
    TemplateValueMissing,

    /// <summary>A picture's file is not there or may not be read.</summary>
    PictureUnavailable,

    /// <summary>The outbox or the database refused it.</summary>
    Rejected,
}
