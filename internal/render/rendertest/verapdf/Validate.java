import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validates files against a flavour of PDF/A: Validate 2u FILE… prints what each breaks. */
class Validate {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.fromString(args[0]);
        for (int n = 1; n < args.length; n++) {
            try (FileInputStream in = new FileInputStream(args[n]);
                    PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour)) {
                ValidationResult result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
                System.out.println(args[n] + (result.isCompliant() ? " keeps " : " breaks ") + args[0]);
                for (TestAssertion a : result.getTestAssertions()) {
                    System.out.println("  " + a.getRuleId().getClause() + ": " + a.getMessage());
                }
            }
        }
    }
}
