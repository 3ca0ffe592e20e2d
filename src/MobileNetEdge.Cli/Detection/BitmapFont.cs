using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Detection;

/// <summary>A font of 5×7 dots for the printable characters of ASCII; others are drawn as a question mark.</summary>
internal static class BitmapFont
{
    /// <summary>Dots from one character to the next.</summary>
    public const int Advance = 6;

    /// <summary>Dots from the top of a character to its base.</summary>
    public const int Height = 7;

    private const int Columns = 5;
    private const char First = ' ';

    /// <summary>Seven rows a character from the space on; a row is a digit of base 32, its highest bit the leftmost dot.</summary>
    private const string Rows =
        "0000000" + "4444404" + "AAA0000" + "AAVAVAA" + "4FKE5U4" + "OP248J3" + "CIK8LID" + "4480000" + "2488842" + "8422248" + "04LEL40" + "044V440" +
        "0000448" + "000V000" + "00000CC" + "01248G0" + "EHJLPHE" + "4C4444E" + "EH1248V" + "V2421HE" + "26AIV22" + "VGU11HE" + "68GUHHE" + "V124888" +
        "EHHEHHE" + "EHHF12C" + "0CC0CC0" + "0CC0C48" + "248G842" + "00V0V00" + "8421248" + "EH12404" + "EH1DLLE" + "EHHVHHH" + "UHHUHHU" + "EHGGGHE" +
        "SIHHHIS" + "VGGUGGV" + "VGGUGGG" + "EHGNHHF" + "HHHVHHH" + "E44444E" + "72222IC" + "HIKOKIH" + "GGGGGGV" + "HRLLHHH" + "HHPLJHH" + "EHHHHHE" +
        "UHHUGGG" + "EHHHLID" + "UHHUKIH" + "FGGE11U" + "V444444" + "HHHHHHE" + "HHHHHA4" + "HHHLLLA" + "HHA4AHH" + "HHHA444" + "V1248GV" + "E88888E" +
        "0G84210" + "E22222E" + "4AH0000" + "000000V" + "8420000" + "00E1FHF" + "GGMPHHU" + "00EGGHE" + "11DJHHF" + "00EHVGE" + "698S888" + "0FHHF1E" +
        "GGMPHHH" + "40C444E" + "20622IC" + "GGIKOKI" + "C44444E" + "00QLLHH" + "00MPHHH" + "00EHHHE" + "00UHUGG" + "00DJF11" + "00MPGGG" + "00EGE1U" +
        "88S8896" + "00HHHJD" + "00HHHA4" + "00HHLLA" + "00HA4AH" + "00HHF1E" + "00V248V" + "2448442" + "4444444" + "8442448" + "008L200";

    /// <summary>The width of a text in dots.</summary>
    public static int Width(string text) => Math.Max(0, text.Length * Advance - 1);

    /// <summary>Draws a text; what lies beyond the picture is left out.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="text">The text.</param>
    /// <param name="left">The column of its first dot.</param>
    /// <param name="top">The row of its first dot.</param>
    /// <param name="scale">Pixels of a dot's side.</param>
    /// <param name="colour">Its colour.</param>
    public static void Draw(RgbImage picture, string text, int left, int top, int scale, Colour colour)
    {
        for (int i = 0; i < text.Length; i++)
        {
            for (int row = 0; row < Height; row++)
            {
                int dots = RowOf(text[i], row);
                for (int column = 0; column < Columns; column++)
                {
                    if ((dots >> (Columns - 1 - column) & 1) != 0)
                    {
                        Drawing.Fill(picture, left + (i * Advance + column) * scale, top + row * scale, scale, scale, colour);
                    }
                }
            }
        }
    }

    private static int RowOf(char character, int row)
    {
        int index = character - First;
        if (index < 0 || index >= Rows.Length / Height)
        {
            index = '?' - First;
        }

        char digit = Rows[index * Height + row];
        return char.IsAsciiDigit(digit) ? digit - '0' : digit - 'A' + 10;
    }
}
