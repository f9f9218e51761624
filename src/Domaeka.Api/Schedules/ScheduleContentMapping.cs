using Domaeka.Api.Validation;
using Domaeka.Core.Scheduling;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using CoreContent = Domaeka.Core.Scheduling.ScheduleContent;
using ProtoContent = Domaeka.V1.ScheduleContent;

namespace Domaeka.Api.Schedules;

/// <summary>What schedules send, both ways.</summary>
internal static class ScheduleContentMapping
{
    private const string SchemeMark = "://";

    /// <summary>A validated content.</summary>
    public static CoreContent ToCore(this ProtoContent content) => new()
    {
        Text = content.BodyCase switch
        {
            ProtoContent.BodyOneofCase.Text => content.Text,
            ProtoContent.BodyOneofCase.Template => content.Template.Text,
            _ => null,
        },
        TemplateValues = content.BodyCase == ProtoContent.BodyOneofCase.Template
            ? new Dictionary<string, string>(content.Template.Values)
            : null,
        Pictures1 = [.. content.FirstImages.Select(ToCore)],
        Wait1 = Time(content.FirstWait),
        Interval = Time(content.Interval) ?? TimeSpan.Zero,
        Pictures2 = [.. content.SecondImages.Select(ToCore)],
        Wait2 = Time(content.SecondWait),
    };

    public static ProtoContent ToProto(this CoreContent content)
    {
        var shown = new ProtoContent
        {
            FirstImages = { content.Pictures1.Select(ToProto) },
            FirstWait = Time(content.Wait1),
            Interval = content.Interval > TimeSpan.Zero ? Duration.FromTimeSpan(content.Interval) : null,
            SecondImages = { content.Pictures2.Select(ToProto) },
            SecondWait = Time(content.Wait2),
            ProcessedText = content.ProcessedText ?? "",
        };
        if (content.TemplateValues is { } values)
        {
            shown.Template = new Template { Text = content.Text ?? "" };
            foreach (var (name, value) in values)
                shown.Template.Values[name] = value;
        }
        else if (!string.IsNullOrEmpty(content.Text))
        {
            shown.Text = content.Text;
        }

        return shown;
    }

    private static SchedulePicture ToCore(ScheduleImage image)
    {
        var name = image.FileName.Length == 0 ? null : image.FileName;
        return image.SourceCase switch
        {
            ScheduleImage.SourceOneofCase.Uri => new SchedulePicture(image.Uri, null, name),
            ScheduleImage.SourceOneofCase.Path => new SchedulePicture(image.Path, null, name),
            _ => new SchedulePicture(null, image.Data.ToBase64(), name, image.Data.Length),
        };
    }

    private static ScheduleImage ToProto(SchedulePicture picture)
    {
        var image = new ScheduleImage { FileName = picture.Name ?? "", SizeBytes = picture.Size ?? picture.Base64?.Length / 4L * 3 ?? 0 };
        if (picture.Path?.Contains(SchemeMark, StringComparison.Ordinal) == true)
            image.Uri = picture.Path;
        else if (picture.Path is { } path)
            image.Path = path;
        return image;
    }

    private static TimeSpan? Time(Duration? duration) => Durations.TryRead(duration, out var time) ? time : null;

    private static Duration? Time(TimeSpan? time) => time is { } known ? Duration.FromTimeSpan(known) : null;
}
