namespace Domaeka.Storage.MariaDb.Migrations;

/// <summary>
/// What brings a table together with the one of a script: clauses of ALTER TABLE. What is missing is added, what would refuse this server's rows is
/// widened; columns, rows and indexes of others stay. A table that needs nothing gives no clauses, so that a change may be made again at any time.
/// </summary>
internal sealed class TableChange
{
    private readonly TableText _reference;
    private readonly TableText _actual;
    private readonly IReadOnlyDictionary<string, string> _charsets;
    private readonly List<string> _clauses = [];

    /// <summary>Works out the change.</summary>
    /// <param name="reference">The table of the script.</param>
    /// <param name="actual">The table that there is.</param>
    /// <param name="charsets">The character sets of its text columns, by name in lower case.</param>
    public TableChange(TableText reference, TableText actual, IReadOnlyDictionary<string, string> charsets)
    {
        (_reference, _actual, _charsets) = (reference, actual, charsets);
        Number = FindNumber(reference, actual);
        Identity = reference.UniqueKeys.FirstOrDefault(key => !key.Columns.SequenceEqual([reference.Number?.Name]));
        if (!reference.Name.StartsWith("kb_", StringComparison.Ordinal))
            Identity = null;

        AddColumns();
        ChangeColumns();
        ChangeKeys();
        foreach (var (name, condition) in actual.Checks.Where(check => !IsHarmless(check.Condition)))
        {
            _clauses.Add($"DROP CONSTRAINT {Quote(name)}");
            Reasons.Add($"it asks for {condition}");
        }

        if (!actual.Options.Contains("ENGINE=InnoDB", StringComparison.OrdinalIgnoreCase))
        {
            _clauses.Add("ENGINE=InnoDB");
            Reasons.Add("its engine knows no transactions");
        }
    }

    /// <summary>The clauses, in an order that one statement takes.</summary>
    public IReadOnlyList<string> Clauses => _clauses;

    /// <summary>Why, where more is done than to add what is missing.</summary>
    public List<string> Reasons { get; } = [];

    /// <summary>The columns over which the server relies on rows being unique, where they are not so yet; null when they are.</summary>
    public KeyText? MissingIdentity { get; private set; }

    /// <summary>The columns over which the server relies on rows being unique; null when there are none but the number.</summary>
    public KeyText? Identity { get; }

    /// <summary>The column that the database numbers or is to number; null when the table has none.</summary>
    public ColumnText? Number { get; }

    /// <summary>A name as a quoted identifier.</summary>
    public static string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    /// <summary>Quoted names, separated by commas.</summary>
    public static string QuoteAll(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));

    // Some tables call their number "id" where the script has a longer name; whoever reads it goes on finding it.
    private static ColumnText? FindNumber(TableText reference, TableText actual) => reference.Number is not { } number
        ? null
        : actual.Find(number.Name) ?? actual.Number ?? (actual.Find("id") is { IsInteger: true } id ? id : null);

    private static bool IsHarmless(string? condition) =>
        condition is null || condition.Contains("json_valid", StringComparison.OrdinalIgnoreCase);

    private void AddColumns()
    {
        foreach (var column in _reference.Columns.Where(column => _actual.Find(column.Name) is null))
        {
            if (column.IsNumbered)
            {
                if (Number is null)
                    _clauses.Add($"ADD COLUMN {Quote(column.Name)} {column.Definition} FIRST");
            }
            else
            {
                // The table's own character set may be an older one.
                var whole = column.HoldsText && !column.HasCollation ? column.Collated("utf8mb4", "utf8mb4_general_ci") : column;
                _clauses.Add($"ADD COLUMN {Quote(column.Name)} {whole.Definition}");
            }
        }
    }

    private void ChangeColumns()
    {
        foreach (var column in _actual.Columns.Where(column => !column.IsGenerated))
        {
            var changed = column == Number ? AsNumber(column) : _reference.Find(column.Name) is { } expected ? AsExpected(column, expected) : AsForeign(column);
            if (!IsHarmless(changed.CheckCondition))
                changed = changed.Unchecked();
            if (changed.Definition != column.Definition)
            {
                _clauses.Add($"MODIFY COLUMN {Quote(column.Name)} {changed.Definition}");
                Reasons.Add($"{column.Name} was {column.Definition}");
            }
        }
    }

    // The numbers of the reference's INT are used up by 10,000 phones in ten weeks, and are not given out again.
    private ColumnText AsNumber(ColumnText column)
    {
        var numbered = column.IsNumbered ? column : column.Numbered();
        return _reference.Name == "kb_ping_monitor" && column.Type is "int" or "mediumint" or "smallint" or "tinyint" ? numbered.OfType("bigint") : numbered;
    }

    // What this server leaves empty must be allowed to be.
    private static ColumnText AsForeign(ColumnText column) =>
        column.IsRequired && !column.HasDefault && !column.IsNumbered ? column.Optional() : column;

    private ColumnText AsExpected(ColumnText column, ColumnText expected)
    {
        var changed = column;
        var isKey = Identity?.Columns.Contains(column.Name, StringComparer.OrdinalIgnoreCase) == true;
        if (isKey && !column.IsRequired)
            changed = changed.Required();
        else if (!isKey && column.IsRequired && !expected.IsRequired)
            changed = changed.Optional();

        if (column.Values.Count > 0)
            changed = changed.OfType(WithWords(column, expected));
        else
            changed = changed.OfType(column.TypeFor(expected));

        // The shop's wall clock: a TIMESTAMP would show us another time than it shows the shop, whose sessions have another time zone.
        if (column.Type == "timestamp" && _reference.Name is "kb_schedule" or "kb_schedule_logs")
            changed = changed.OfType(column.Words[0].ToLowerInvariant().Replace("timestamp", "datetime", StringComparison.Ordinal));

        if (_charsets.TryGetValue(column.Name.ToLowerInvariant(), out var charset) && charset != "utf8mb4")
            changed = changed.Collated("utf8mb4", "utf8mb4_general_ci");
        return changed;
    }

    private string WithWords(ColumnText column, ColumnText expected)
    {
        var words = WordColumns.Of(_reference.Name, expected);
        return words.All(word => column.Values.Contains(word, StringComparer.OrdinalIgnoreCase)) ? column.Words[0] : column.TypeWith(words);
    }

    private void ChangeKeys()
    {
        var left = new List<KeyText>();
        foreach (var key in _actual.Keys)
        {
            if (!key.IsUnique || !_reference.Name.StartsWith("kb_", StringComparison.Ordinal) || MayStay(key))
            {
                left.Add(key);
                continue;
            }

            Reasons.Add($"it admits one row only for each {string.Join(", ", key.Columns)}");
            _clauses.Add(key.IsPrimary ? "DROP PRIMARY KEY" : $"DROP INDEX {Quote(key.Name!)}");

            // Whoever looks rows up by it finds them as quickly as before, and foreign keys go on having an index.
            var plain = key with { Name = key.Name ?? FreeName("idx_" + _actual.Name), IsUnique = false };
            if (key.IsWhole && !_reference.Keys.Any(other => other.Serves(plain)))
            {
                _clauses.Add($"ADD INDEX {Quote(plain.Name!)} ({QuoteAll(plain.Columns)})");
                left.Add(plain);
            }
        }

        foreach (var key in _reference.UniqueKeys.Where(key => !left.Any(other => other.IsUnique && other.IsSameSet(key))))
            AddUnique(key, left);
        foreach (var key in _reference.Keys.Where(key => !key.IsUnique && !left.Any(other => other.Serves(key))))
        {
            _clauses.Add($"ADD INDEX {Quote(FreeName(key.Name!))} ({string.Join(", ", key.Columns.Select(Indexed))})");
            left.Add(key);
        }
    }

    private void AddUnique(KeyText key, List<KeyText> left)
    {
        if (key.Columns.SequenceEqual([_reference.Number?.Name]))
        {
            // Numbered under another name, or by a key of another kind.
            var number = Number?.Name ?? _reference.Number!.Name;
            if (left.Any(other => other.Columns[0].Equals(number, StringComparison.OrdinalIgnoreCase)))
                return;
            key = key with { Columns = [number] };
        }
        else if (key == Identity)
        {
            MissingIdentity = key;
            Reasons.Add($"its rows are not unique over {string.Join(", ", key.Columns)}");
        }

        var columns = QuoteAll(key.Columns);
        var isPrimary = key.IsPrimary && !left.Any(other => other.IsPrimary);
        _clauses.Add(isPrimary ? $"ADD PRIMARY KEY ({columns})" : $"ADD UNIQUE INDEX {Quote(FreeName(key.Name ?? "uq_" + _actual.Name))} ({columns})");
        left.Add(isPrimary ? key : key with { Name = key.Name ?? "uq_" + _actual.Name });
    }

    // A rule may stay that refuses no row which the script's table would take.
    private bool MayStay(KeyText key)
    {
        if (key.Columns is [var only] && (only.Equals(Number?.Name, StringComparison.OrdinalIgnoreCase)
            || (_reference.Name == "kb_server_processes" && only.Equals("process_name", StringComparison.OrdinalIgnoreCase))))
            return true;
        if (!_reference.UniqueKeys.Any(key.IsImpliedBy))
            return false;

        // What is in a primary key cannot be empty.
        return !key.IsPrimary || key.Columns.All(column =>
            column.Equals(Number?.Name, StringComparison.OrdinalIgnoreCase) || _reference.Find(column) is { IsRequired: true });
    }

    private string FreeName(string wanted)
    {
        var name = wanted;
        for (var number = 2; _actual.Keys.Any(key => name.Equals(key.Name, StringComparison.OrdinalIgnoreCase)); number++)
            name = $"{wanted}_{number}";
        return name;
    }

    private string Indexed(string column) =>
        _actual.Find(column) is { IsText: true } ? $"{Quote(column)}(100)" : Quote(column);
}
