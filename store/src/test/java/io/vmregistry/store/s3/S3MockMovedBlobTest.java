package io.vmregistry.store.s3;

class S3MockMovedBlobTest extends MovedBlobContract {

    S3MockMovedBlobTest() {
        super(S3MockServer.SERVER);
    }
}
