package io.vmregistry.store.s3;

class S3ProxyMovedBlobTest extends MovedBlobContract {

    S3ProxyMovedBlobTest() {
        super(S3ProxyServer.SERVER);
    }
}
