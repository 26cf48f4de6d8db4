using System.Text;

namespace Greenhouse.EfBackup.Masking;

/// <summary>What fakes are made of. 64 each, so that a draw of bits is even.</summary>
internal static class Words
{
    /// <summary>No word has more letters.</summary>
    public const int Longest = 12;

    public static byte[][] FirstNames { get; } = Split(
        "ada adam alma amir anna anton ayla bela bruno carla chloe clara daria david dina edith elena elias emil emma enzo erik eva felix fiona frida gina hana hugo ida igor ines "
        + "iris ivan jana jonas julia kai karim lara lea leo lina luca mara marco maya mila milo nadia nils nina nora olga omar oscar otto paula petra rosa sofia theo vera yusuf");

    public static byte[][] LastNames { get; } = Split(
        "abbott adler almeida arnold bailey becker berger blake bloom brandt carter castro chen clarke cohen cruz dahl diaz dubois evans falk ferrari fischer fox garcia grant greco haas "
        + "hansen hayes hoffman holm ito jansen keller khan kim kovacs lang larsen lopez maier marin martin mendes moreau murphy nagy novak olsen park patel peters reyes rossi santos sato silva simon stein torres vogel weber young");

    public static byte[][] Fillers { get; } = Split(
        "amber anchor apple arrow autumn barley basil berry birch bottle branch bridge candle cedar cherry clover copper coral cotton crystal daisy dawn ember fennel fern field "
        + "flint forest garden ginger glass grove harbor hazel heron honey island ivory jasmine juniper kettle lantern laurel lemon linen maple marble meadow mint morning nectar "
        + "olive orchard pebble pepper quartz river saffron sage silver thyme timber velvet willow");

    /// <summary>Writes the word that a number picks.</summary>
    /// <returns>Its length.</returns>
    public static int Copy(byte[][] words, ulong number, Span<byte> target, bool capital)
    {
        var word = words[number % (ulong)words.Length];
        word.CopyTo(target);
        target[0] = capital ? (byte)(word[0] - ('a' - 'A')) : word[0];
        return word.Length;
    }

    private static byte[][] Split(string words) => [.. words.Split(' ').Select(Encoding.ASCII.GetBytes)];
}
