package io.vmregistry.cli.command;

import io.vmregistry.cli.terminal.Column;
import io.vmregistry.cli.terminal.Listing;
import io.vmregistry.cli.terminal.Wording;
import io.vmregistry.proto.v1.Empty;
import io.vmregistry.proto.v1.LocalImage;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the images of the daemon's store. */
@Command(name = "images", description = "List local images.")
final class Images extends VmrCommand {

    @Mixin
    ListingOptions listing = new ListingOptions();

    Images(Desk desk) {
        super(desk);
    }

    @Override
    int run() {
        Clock clock = desk().surroundings().clock();
        Listing<LocalImage> images = new Listing<>(
                List.of(
                        Column.of("REPOSITORY", "repository", LocalImage::getRepository),
                        Column.<LocalImage>of("TAG", "tag", LocalImage::getTag)
                                .shown(image -> image.getTag().isEmpty() ? "<none>" : image.getTag()),
                        Column.digest("DIGEST", "digest", LocalImage::getDigest),
                        Column.of("FORMAT", "diskFormat", LocalImage::getDiskFormat),
                        Column.size("SIZE", "size", LocalImage::getSize),
                        Column.size("VIRTUAL SIZE", "virtualSize", LocalImage::getVirtualSize),
                        Column.<LocalImage>of("CREATED", "created", LocalImage::getCreated)
                                .shown(image -> Wording.age(image.getCreated(), clock)),
                        Column.of("DESCRIPTION", "description", LocalImage::getDescription)
                                .whenWide()),
                Images::name);
        listing.print(
                desk(),
                images,
                desk().daemon()
                        .calls()
                        .listLocalImages(Empty.getDefaultInstance())
                        .getImagesList());
        return ExitCode.DONE;
    }

    private static String name(LocalImage image) {
        return image.getTag().isEmpty()
                ? image.getRepository() + "@" + image.getDigest()
                : image.getRepository() + ":" + image.getTag();
    }
}
