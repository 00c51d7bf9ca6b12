package io.vmregistry.testkit.token;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/** A key that nobody trusts, with its certificate. It is in the open on purpose. */
final class ForeignKey {

    private static final String PRIVATE = """
            MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCsWBqd91y7rZGLob0QtVrmqkcCibXjDTPWUUSJvzqdF14Yeuqw\
            5Q3vvXW0a+tti0xsO6iX1RGW8PRJM5GF3epizn6jom47OiUq1VuTHWPHPPt0+56HZVcubeIK1rP6295O/AX9FGFP1b6RuFy8sIi5\
            WpTtTUYD1e0ULtbWEeJHUCJJPj+41HtRyJk/xjGLtc8WhjwioeEnRT0pZuZWALw6iiac4Gzjcehg59wi7bge4KmYFTiHfHSO2moZ\
            q8wwXHwZ+vhsAxquupm8qD5n4QeQFixUlxzpEPI/i4IUJLlAd1D5S2jFerglbAxF7/0yiwZajOBmhwGvwRjgOy3hNDbNAgMBAAEC\
            gf8UiGqjZ1UlBwjQGfTsiK7LzH2pT77bzjbe0c/YmW/iR2ZuhDZx3NhMN8ZOOI1T/8SbIIB1lm0CDrMMBZjQ2h+Spgdwd2mqpMLI\
            16KRZG7+zcUnqtK4TtqULYNAx1OqD4fs4RnVjRgK6uxJcC2cTWv8qU4U95/f1RzpyqrN1lOfKzrdkj2AIS6TbdQyN5E9fSSaxDZ/\
            QqrfKtqhXosqVgjx7jHDyFkrQDbcwmnOK+cWN3uEoMqaJD5a6frblneVZxA3m4/+YX3v70qo6ArZgj8mfHlIe5IltVOluE0IyiWL\
            Vx/vtNinpTktyG3u+UQ6lMs+qiTtaPT6kQ30Hm7XVmcCgYEA0j4mjjiC97C66EWNPfq5iI9m2fjJD1jX0yW1QiWf/nAKuWNqvk42\
            x1SIhTINr7KGMN824bJaJwP0uhhMXdkBON98VhFYGXYi/uMv76Q+Mx9TjIIcYy3Nfhw9SOIeef567Nv+pgNDkSBGr8suLB6imqzp\
            eEYwdsRbwoCms3nJYCcCgYEA0dpmiyDi3jtmnyPN0ln03NNsdO9RJKGmRfEIT/aiNSLrXv7mC1FATkMmd/iOjIzsxn0vrQgOnU7S\
            FqR6FMWQlihFuq8UCyQ5Wxr0gywf7EkI7UyMvNZMEKDQwY2XnPrAN9MtAt+pfG4C4PVGbtpuhlGoiO2FrW1L4LIPIpu0VesCgYEA\
            mrf8Hat+zhKz6ZzNjXAGu3V0pjIMnIuwAIX+dxhDPrZrXfTIqBXdACG4efTU15iUYkDSHZPn/lBN9+lLwcChwp3M3XXUFKC4rkS4\
            kS2YTHzgOkXB6Ebbs9PKUel9rh9VjRt0se0y+wj6nAH1D6jX1uYqxkU5Ax4LvP56LxgP1v8CgYAt8kCTY67oc18DpuYwkSuQkeXk\
            MGW2vIHYPG7SezCGq8+W6/5YKgEHYaJxkAU99rj8uHoQy3vPq2tKM9ba52rBxa2Gs0CTM+ou7VbtxWJz7IW81w7VZaIf3eX3CtZQ\
            M4KUdnMbdvb33Gpa8LjsGn0qgYSB/mdPUmfTmYjAzhCM4wKBgQCR0lELVkrxwQixSY8vTHogK+qkcx+qDKDktc46jGG/mJ3tjU9W\
            rr747438usNShYdV3WinlUG3/br+mrj2uAYTpBambipn66n37XXRMoeJJkRARGldpbY2uMy/48sQ0bBS3bgkq9MjnF+uQzmTMfNb\
            5yA6WPvdnVav44gNomhnwA==""";

    static final String CERTIFICATE = """
            MIIDBzCCAe+gAwIBAgIUBW1xORWc3TnbD+X47pG20yN1pvAwDQYJKoZIhvcNAQELBQAwEjEQMA4GA1UEAwwHZm9yZWlnbjAgFw0y\
            NjExMjgwMTI3MThaGA8yMTI2MTEwNDAxMjcxOFowEjEQMA4GA1UEAwwHZm9yZWlnbjCCASIwDQYJKoZIhvcNAQEBBQADggEPADCC\
            AQoCggEBAKxYGp33XLutkYuhvRC1WuaqRwKJteMNM9ZRRIm/Op0XXhh66rDlDe+9dbRr622LTGw7qJfVEZbw9EkzkYXd6mLOfqOi\
            bjs6JSrVW5MdY8c8+3T7nodlVy5t4grWs/rb3k78Bf0UYU/VvpG4XLywiLlalO1NRgPV7RQu1tYR4kdQIkk+P7jUe1HImT/GMYu1\
            zxaGPCKh4SdFPSlm5lYAvDqKJpzgbONx6GDn3CLtuB7gqZgVOId8dI7aahmrzDBcfBn6+GwDGq66mbyoPmfhB5AWLFSXHOkQ8j+L\
            ghQkuUB3UPlLaMV6uCVsDEXv/TKLBlqM4GaHAa/BGOA7LeE0Ns0CAwEAAaNTMFEwHQYDVR0OBBYEFAeQMjcJgkku5R6oVGcgFxms\
            4vu8MB8GA1UdIwQYMBaAFAeQMjcJgkku5R6oVGcgFxms4vu8MA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADggEBAAwY\
            5CeZGQd0erlCyhuZfIcJVG3ZZkPa0FgRelq7B2uQypQ9YfiLRUUl1R+8xBoSaLWKZ0c3KSYt1lNIq/yJNYD8az4KZI5tbczDaznQ\
            K7yfaUzGaPgEsTIw4VVJmszpyT3vRDYNtvrM4mjdmpXJTAUHNnyENeqpN8IM2FpYOs4XfN0kbAm7R/X3qUBm0UyU0aLRyW9D9Yi7\
            H5NQrfOjx38IDx7XoJW5vwudn7EXxpyxlRnEGEzETiws3KXvfqK/n3KboM5TNHERsMvJLfOoedJZOqNwpeWmqM/rWzh9xsiXDF5j\
            iZVUQM3ThuG8Unb/q2GYik1eDLh1Hj16cu79AJM=""";

    private ForeignKey() {}

    static RSAPrivateCrtKey privateKey() throws GeneralSecurityException {
        return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(PRIVATE)));
    }

    static RSAPublicKey publicKey() throws GeneralSecurityException {
        return (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(
                        privateKey().getModulus(), privateKey().getPublicExponent()));
    }
}
