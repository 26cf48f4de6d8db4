using Greenhouse.EfBackup.Tool.Display;

namespace Greenhouse.EfBackup.Launch.Tests;

public sealed class HiddenLineTests
{
    [Theory]
    [InlineData("secret\r", "secret")]
    [InlineData(" Größe \r", " Größe ")]
    [InlineData("secrx\b\bret\r", "secret")]
    [InlineData("\b\bsecret\r", "secret")]
    [InlineData("a\U0001F511\bb\r", "ab")]
    [InlineData("\r", null)]
    [InlineData("secret\u0003", null)]
    [InlineData("secret\u0004", null)]
    public void What_is_typed_ends_with_enter_and_can_be_corrected_and_broken_off(string typed, string? expected)
    {
        var keys = new Queue<char>(typed);

        Assert.Equal(expected, HiddenLine.Read(() => Key(keys.Dequeue())));
        Assert.Empty(keys);
    }

    /// <summary>As a terminal gives it.</summary>
    private static ConsoleKeyInfo Key(char letter) => letter switch
    {
        '\r' => new(letter, ConsoleKey.Enter, shift: false, alt: false, control: false),
        '\b' => new(letter, ConsoleKey.Backspace, shift: false, alt: false, control: false),
        '\u0003' => new(letter, ConsoleKey.C, shift: false, alt: false, control: true),
        '\u0004' => new(letter, ConsoleKey.D, shift: false, alt: false, control: true),
        _ => new(letter, ConsoleKey.None, shift: false, alt: false, control: false),
    };
}
